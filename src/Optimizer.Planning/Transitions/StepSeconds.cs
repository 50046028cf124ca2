using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>How long steps are expected to take. Unit: seconds.</summary>
internal static class StepSeconds
{
    /// <summary>Creating or destroying one instance; measured 0.1 to 0.4 s. Doubled, only the expected length of an interruption grows.</summary>
    internal const double InstanceChange = 0.5;

    /// <summary>Changing MIG mode in place: the driver re-reads the GPU, and its handles are fetched anew. Doubled, a plan looks that much longer.</summary>
    internal const double MigMode = 5;

    /// <summary>Changing MIG mode through a reset of the GPU, with the driver session let go and taken up again around it. Doubled, a plan looks that much longer.</summary>
    internal const double Reset = 10;

    /// <summary>From being started to being ready.</summary>
    internal static double Start(WorkloadNeed need) => need.Restart.TotalSeconds;

    /// <summary>From being asked to stop to being gone: the grace of the terms it may be moved on.</summary>
    internal static double Stop(WorkloadNeed need) => need.Move?.Grace.TotalSeconds ?? 0;
}
