using System.Collections.Immutable;
using NodaTime;
using Optimizer.Model.Acting;

namespace Optimizer.Node.Act;

/// <summary>What a step came to on the NVML thread; the partitioner adds the time it took and who was in the way.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Touched">A call that changes something was made.</param>
/// <param name="Holders">Pids the driver named, when they are why it was refused.</param>
internal sealed record StepResult(StepOutcome Outcome, bool Touched, ImmutableArray<uint> Holders)
{
    public StepResult(StepOutcome outcome, bool touched)
        : this(outcome, touched, [])
    {
    }

    /// <summary>It was so already.</summary>
    public static StepResult Already { get; } = new(new StepOutcome.Applied(Duration.Zero), false);

    /// <summary>It is so now.</summary>
    public static StepResult Done { get; } = new(new StepOutcome.Applied(Duration.Zero), true);
}
