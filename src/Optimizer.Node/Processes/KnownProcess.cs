namespace Optimizer.Node.Processes;

/// <summary>A process with the workload it belongs to.</summary>
/// <param name="Command">First word of its command; null when it could not be read.</param>
/// <param name="Owner">Account; null when it could not be read.</param>
/// <param name="Workload">Null when it belongs to none we can name.</param>
internal sealed record KnownProcess(string? Command, string? Owner, WorkloadIdentity? Workload)
{
    public static readonly KnownProcess Unknown = new(null, null, null);
}
