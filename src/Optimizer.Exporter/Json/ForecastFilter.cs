using System.Diagnostics.CodeAnalysis;
using Optimizer.Exporter.Catalogue;
using Optimizer.Model.Demand;

namespace Optimizer.Exporter.Json;

/// <summary>Which part of the forecasts a document is to show.</summary>
/// <param name="Workload">Only series of this workload; null shows all, those of classes and GPUs too.</param>
/// <param name="Signal">Only series of this signal; null shows all.</param>
/// <param name="Steps">Also the forecast step by step, not only its peaks.</param>
public sealed record ForecastFilter(string? Workload = null, DemandSignal? Signal = null, bool Steps = false)
{
    /// <summary>The words for signals, in the order of the members.</summary>
    public static ReadOnlySpan<string> SignalWords => LabelText<DemandSignal>.All;

    /// <summary>Reads the word for a signal.</summary>
    public static bool TryParseSignal(string word, [NotNullWhen(true)] out DemandSignal? signal)
    {
        int at = SignalWords.IndexOf(word);
        signal = at < 0 ? null : (DemandSignal)at;
        return at >= 0;
    }

    /// <summary>True when the forecasts hold the workload asked for, or none was asked for.</summary>
    public bool IsKnown(DemandForecast forecast)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return Workload is null || forecast.Series.Any(series => IsOf(series.Key));
    }

    /// <summary>True when the series is to be shown.</summary>
    internal bool Shows(SeriesKey key) => (Workload is null || IsOf(key)) && (Signal is null || key.Signal == Signal);

    private bool IsOf(SeriesKey key) => key.Scope == SeriesScope.Workload && key.Name == Workload;
}
