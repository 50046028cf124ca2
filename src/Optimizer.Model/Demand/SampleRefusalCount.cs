namespace Optimizer.Model.Demand;

/// <summary>Demand samples refused for one reason.</summary>
/// <param name="Reason">Why.</param>
/// <param name="Count">How many, cumulative.</param>
public readonly record struct SampleRefusalCount(SampleRefusal Reason, long Count);
