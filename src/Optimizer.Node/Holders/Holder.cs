using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Holders;

/// <summary>Somebody who holds a GPU or an instance.</summary>
/// <param name="Kind">How.</param>
/// <param name="Pid">Process id; null for a module.</param>
/// <param name="Name">Command, or the module's name; <c>unknown</c> for a process that could not be read.</param>
/// <param name="Workload">Unit, job, pod or container it belongs to; null when it belongs to none we can name.</param>
/// <param name="WorkloadKind">What runs that; null without one.</param>
/// <param name="Sentence">Who holds what and what can be done, one sentence.</param>
public sealed record Holder(HolderKind Kind, uint? Pid, string Name, string? Workload, WorkloadKind? WorkloadKind, string Sentence);
