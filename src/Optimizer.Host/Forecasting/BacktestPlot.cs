using Optimizer.Forecasting;
using Optimizer.Forecasting.Backtesting;
using OxyPlot;

namespace Optimizer.Host.Forecasting;

/// <summary>Draws each series of a backtest: one forecast after the other over its end, against what came.</summary>
internal sealed class BacktestPlot
{
    // Forecasts end to end: four show a rhythm and leave each wide enough to read.
    private const int Panels = 4;
    private const double Width = 1200, Height = 560;

    private readonly Dictionary<string, string> _paths;

    /// <summary>Chooses the files: the one named for a single series, else one each with the series' name before the ending.</summary>
    public BacktestPlot(string path, IReadOnlyList<BacktestSeries> series)
    {
        string ending = Path.GetExtension(path);
        string stem = path[..^ending.Length];
        _paths = series.ToDictionary(static one => one.Name, one => series.Count == 1 ? path : $"{stem}-{one.Name}{ending}", StringComparer.Ordinal);
    }

    /// <summary>The files, in the order of the series.</summary>
    public IEnumerable<string> Paths => _paths.Values;

    /// <summary>Forecasts the end of the series anew and draws it.</summary>
    /// <returns>Why the file could not be written, or null.</returns>
    public string? Write(BacktestSeries series, ForecastMethod method, CancellationToken cancellationToken)
    {
        int length = series.Values.Length;
        long longest = (long)Backtest.Horizons(series.BinSeconds)[^1].TotalSeconds / series.BinSeconds;
        int panels = (int)Math.Clamp(length / (2 * longest), 1, Panels);

        // Half a bin more, so that the share times the length is not rounded down to the bin before.
        double share = Math.Clamp((length - (panels * longest) + 0.5) / length, 0, 1);
        BacktestOptions options = new() { Origins = panels, FirstOriginShare = share };
        BacktestResult result = Backtest.Run(series, method, options, progress: null, cancellationToken);
        PlotModel model = ForecastPicture.Of(result);
        return OutputFile.Write(_paths[series.Name], writer => writer.Write(SvgExporter.ExportToString(model, Width, Height, isDocument: true, useVerticalTextAlignmentWorkaround: true)));
    }
}
