namespace Optimizer.Model.Plans;

/// <summary>Why a problem cannot be planned, and the least that would help. Nothing is dropped silently: one refusal per constraint.</summary>
/// <param name="Reason">What kind.</param>
/// <param name="Subject">Workload, tenant, GPU or key.</param>
/// <param name="Sentence">What was asked and what there is, with figures.</param>
/// <param name="Relaxation">The smallest change that would make it feasible, one sentence.</param>
public sealed record PlanRefusal(RefusalReason Reason, string Subject, string Sentence, string Relaxation);
