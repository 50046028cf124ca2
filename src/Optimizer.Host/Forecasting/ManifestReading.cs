namespace Optimizer.Host.Forecasting;

/// <summary>What a manifest lists.</summary>
/// <param name="Rows">The series, in file order.</param>
/// <param name="Problems">What is wrong with it, each with its line.</param>
internal sealed record ManifestReading(IReadOnlyList<ManifestRow> Rows, IReadOnlyList<string> Problems);
