namespace Optimizer.Host.Forecasting;

/// <summary>A series listed in a manifest.</summary>
/// <param name="Series">Its name; the file is NAME.csv beside the manifest.</param>
/// <param name="BinSeconds">Seconds between two rows; null takes the distance of the first two.</param>
/// <param name="Season">Main season in bins; null finds one.</param>
internal sealed record ManifestRow(string Series, int? BinSeconds, int? Season);
