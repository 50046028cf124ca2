namespace Optimizer.Model.Workloads;

/// <summary>A label a sample must carry.</summary>
/// <param name="Label">Label name.</param>
/// <param name="Value">Its exact value; empty also matches a sample without the label, as in PromQL.</param>
public readonly record struct LabelMatcher(string Label, string Value);
