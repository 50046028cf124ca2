namespace Optimizer.Model.Plans;

/// <summary>Something a reader of the plan must know: what it did not do, or could not avoid.</summary>
/// <param name="Subject">Workload, tenant or GPU.</param>
/// <param name="Sentence">One sentence, for people.</param>
public sealed record PlanNote(string Subject, string Sentence);
