namespace Optimizer.Host.Planning;

/// <summary>One answer of <c>pack</c> or <c>size</c>.</summary>
/// <param name="Name">The instance or scenario.</param>
/// <param name="Wanted">Requests or services in it.</param>
/// <param name="Gpus">GPUs it needs.</param>
/// <param name="LowerBound">No fewer GPUs can do.</param>
/// <param name="Method">What found it.</param>
/// <param name="ProofMissing">Why it is not proven, one sentence; null when it is.</param>
/// <param name="Milliseconds">Time of the search; reading and writing are not in it.</param>
internal sealed record PlannedRow(string Name, int Wanted, int Gpus, int LowerBound, string Method, string? ProofMissing, double Milliseconds);
