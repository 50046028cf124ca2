namespace Optimizer.Planning.Checks;

/// <summary>Where a rule is broken.</summary>
/// <param name="Subject">GPU, workload, tenant or step.</param>
/// <param name="Sentence">What was found, with figures.</param>
internal readonly record struct Finding(string Subject, string Sentence);
