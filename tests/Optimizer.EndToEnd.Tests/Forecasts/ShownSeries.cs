using System.Text.Json;
using Optimizer.EndToEnd.Tests.Daemons;

namespace Optimizer.EndToEnd.Tests.Forecasts;

/// <summary>One series as <c>/api/v1/forecast</c> shows it.</summary>
internal sealed record ShownSeries(string Scope, string Name, string Signal, string State, DateTimeOffset? ForecastFrom, double? DayPeak95)
{
    /// <summary>Asks a daemon.</summary>
    public static async Task<(ShownSeries[] Series, DateTimeOffset? SavedAt)> AskAsync(DaemonProcess daemon)
    {
        using JsonDocument document = JsonDocument.Parse(await daemon.Client.GetStringAsync("/api/v1/forecast"));
        JsonElement health = document.RootElement.GetProperty("health");
        return (
            [.. document.RootElement.GetProperty("series").EnumerateArray().Select(Read)],
            health.TryGetProperty("savedAt", out JsonElement saved) ? saved.GetDateTimeOffset() : null);
    }

    private static ShownSeries Read(JsonElement series) => new(
        series.GetProperty("scope").GetString()!,
        series.GetProperty("name").GetString()!,
        series.GetProperty("signal").GetString()!,
        series.GetProperty("state").GetString()!,
        series.TryGetProperty("forecastFrom", out JsonElement from) ? from.GetDateTimeOffset() : null,
        series.GetProperty("peaks").EnumerateArray()
            .Where(static peak => peak.GetProperty("windowSeconds").GetDouble() == 86400)
            .Select(static peak => (double?)peak.GetProperty("quantiles").GetProperty("q95").GetDouble())
            .SingleOrDefault());
}
