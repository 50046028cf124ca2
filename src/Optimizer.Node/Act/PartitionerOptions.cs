using NodaTime;

namespace Optimizer.Node.Act;

/// <summary>How the partitioner waits.</summary>
public sealed record PartitionerOptions
{
    /// <summary>How long one call of a step may take. Creating takes up to seconds; doubled, a hung driver silences the readings of all GPUs that much longer, since NVML is called one job at a time.</summary>
    public Duration CallDeadline { get; init; } = Duration.FromSeconds(15);

    /// <summary>How long a GPU may stay away after a reset before the step gives up on it. Doubled, a dead GPU holds up the plan that much longer; halved, a slow board counts as lost.</summary>
    public Duration AnswerDeadline { get; init; } = Duration.FromSeconds(60);

    /// <summary>How often a GPU is looked for after a reset.</summary>
    public Duration AnswerPeriod { get; init; } = Duration.FromSeconds(1);
}
