namespace Optimizer.Model.Snapshots;

/// <summary>NVLink errors of one kind, all links of a GPU together.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Count">Cumulative; never falls.</param>
public readonly record struct NvLinkErrors(NvLinkErrorKind Kind, ulong Count);
