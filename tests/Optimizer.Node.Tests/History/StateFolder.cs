using NodaTime;
using NodaTime.Testing;
using Optimizer.Control.Demand;
using Optimizer.Model.Demand;
using Optimizer.Node.History;

namespace Optimizer.Node.Tests.History;

/// <summary>A state directory of its own, and stores on it.</summary>
internal sealed class StateFolder : IDisposable
{
    public static readonly Instant Start = Instant.FromUtc(2026, 3, 1, 12, 0);

    public StateFolder() => Path = Directory.CreateTempSubdirectory("gpu-optimizer-history-").FullName;

    public string Path { get; }

    public string Database => System.IO.Path.Combine(Path, "forecast.db");

    public FakeClock Clock { get; } = new(Start);

    public RecordingLog<SqliteForecastStore> Log { get; } = new();

    public string[] Aside => [.. Directory.GetFiles(Path, "forecast.db.corrupt-*").Order(StringComparer.Ordinal)];

    public SqliteForecastStore Store() => new(Path, Clock, Log);

    public async Task SaveAsync(params StoredSeries[] states)
    {
        using SqliteForecastStore store = Store();
        await store.SaveAsync(states, Instant.MinValue, CancellationToken.None);
    }

    public async Task<IReadOnlyList<StoredSeries>> LoadAsync()
    {
        using SqliteForecastStore store = Store();
        return await store.LoadAsync(CancellationToken.None);
    }

    /// <summary>A series with a state of so many bytes that differ with its fill.</summary>
    public static StoredSeries Series(string name, byte fill = 1, int bytes = 1000, Instant? savedAt = null) => new(
        new SeriesKey(SeriesScope.Workload, name, DemandSignal.ComputeSlices), "ensemble", 60, savedAt ?? Start, Enumerable.Repeat(fill, bytes).ToArray());

    /// <summary>Everything that is in a series, for comparison: a record compares its bytes by reference.</summary>
    public static string Text(StoredSeries series) =>
        $"{series.Key} {series.Method} {series.BinSeconds} {series.SavedAt.ToUnixTimeTicks()} {Convert.ToHexString(series.State.Span)}";

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
