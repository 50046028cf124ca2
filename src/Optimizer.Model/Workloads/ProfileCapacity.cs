namespace Optimizer.Model.Workloads;

/// <summary>What one instance serves inside the workload's latency limit.</summary>
/// <param name="Profile">MIG profile, for example <c>3g.20gb</c>, or <see cref="WholeGpu"/>.</param>
/// <param name="RequestsPerSecond">Positive, finite.</param>
public readonly record struct ProfileCapacity(string Profile, double RequestsPerSecond)
{
    /// <summary>Stands for a whole GPU without MIG; the word metrics use as well.</summary>
    public const string WholeGpu = "gpu";
}
