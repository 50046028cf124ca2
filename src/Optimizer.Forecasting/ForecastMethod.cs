namespace Optimizer.Forecasting;

/// <summary>A way to forecast, by name.</summary>
/// <param name="Name">Stable name in configuration, tables and state files, for example <c>ensemble</c>.</param>
/// <param name="Title">One line for people.</param>
/// <param name="Create">Makes a forecaster that has seen nothing.</param>
/// <param name="Load">Makes a forecaster from what <see cref="IForecaster.Save"/> wrote; throws <see cref="InvalidDataException"/> on anything else.</param>
public sealed record ForecastMethod(string Name, string Title, Func<SeriesOptions, IForecaster> Create, Func<SeriesOptions, BinaryReader, IForecaster> Load);
