namespace Optimizer.Exporter.Exposition;

/// <summary>One run of one collector.</summary>
/// <param name="Collector">The collector's name.</param>
/// <param name="Seconds">How long it took.</param>
internal readonly record struct CollectorRun(string Collector, double Seconds);
