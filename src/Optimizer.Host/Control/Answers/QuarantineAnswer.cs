namespace Optimizer.Host.Control.Answers;

/// <summary>A GPU that is left alone.</summary>
/// <param name="Gpu">UUID.</param>
/// <param name="Since">ISO 8601, UTC.</param>
/// <param name="Reason">What happened.</param>
internal sealed record QuarantineAnswer(string Gpu, string Since, string Reason);
