namespace Optimizer.Model.Snapshots;

/// <summary>How busy one pipe was.</summary>
/// <param name="Pipe">The pipe.</param>
/// <param name="Ratio">0 to 1.</param>
public readonly record struct PipeActivity(Pipe Pipe, double Ratio);
