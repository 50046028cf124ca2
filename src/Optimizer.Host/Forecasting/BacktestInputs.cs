using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Forecasting.Backtesting;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Forecasting;

/// <summary>Finds and reads the series that <c>backtest</c> was given: files, and folders with a manifest.</summary>
/// <param name="binSeconds">What the command line says; null leaves it to manifests and files.</param>
/// <param name="season">Likewise, in bins.</param>
internal sealed class BacktestInputs(int? binSeconds, int? season)
{
    /// <summary>Most bins of one series, the last ones: ten weeks of minutes. Each is shown to each method, so time grows with it.</summary>
    public const int MostBins = 100_800;

    private const string Manifest = "manifest.csv";

    private readonly List<string> _problems = [];
    private readonly List<BacktestSeries> _series = [];
    private readonly List<string> _manifests = [];
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);

    /// <summary>What was wrong, all of it.</summary>
    public IReadOnlyList<string> Problems => _problems;

    /// <summary>The series in the order they were given.</summary>
    public IReadOnlyList<BacktestSeries> Series => _series;

    /// <summary>The files read, manifests too.</summary>
    public IEnumerable<string> Files => _files.Values.Concat(_manifests);

    /// <summary>Reads one input.</summary>
    public void Add(string path, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(path))
        {
            AddFile(path, Path.GetFileNameWithoutExtension(path), binSeconds, season, cancellationToken);
            return;
        }

        string manifest = Path.Combine(path, Manifest);
        if (!File.Exists(manifest))
        {
            _problems.Add($"{path}: the folder has no {Manifest}; name the CSV files themselves, or list them in {path}/{Manifest} with the columns series,bin_s,season");
            return;
        }

        _manifests.Add(manifest);
        ManifestReading reading = ManifestFile.Read(manifest);
        _problems.AddRange(reading.Problems);
        foreach (ManifestRow row in reading.Rows)
        {
            AddFile(Path.Combine(path, row.Series + ".csv"), row.Series, binSeconds ?? row.BinSeconds, season ?? row.Season, cancellationToken);
        }
    }

    private void AddFile(string path, string name, int? bin, int? ownSeason, CancellationToken cancellationToken)
    {
        if (!_files.TryAdd(name, path))
        {
            _problems.Add($"{path}: a series {YamlScalar.Show(name)} was already read from {_files[name]}; series are told apart by their file names, so rename one");
            return;
        }

        switch (SeriesCsv.Read(path, bin, MostBins, cancellationToken))
        {
            case SeriesReading.Refused refused:
                _problems.Add(refused.Message);
                break;
            case SeriesReading.Read { File: SeriesFile file } when file.Kept.Count < 3:
                _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {file.Kept.Count} rows; a backtest needs at least 3, and a few seasons to say anything"));
                break;
            case SeriesReading.Read { File: SeriesFile file }:
                _series.Add(new BacktestSeries(name, file.BinSeconds, ownSeason, file.Kept[0].Time, Values(file)));
                break;
            default:
                throw new InvalidOperationException("unhandled reading");
        }
    }

    private static ImmutableArray<double> Values(SeriesFile file)
    {
        Instant first = file.Kept[0].Time;
        double[] values = new double[((file.Last - first).BclCompatibleTicks / (file.BinSeconds * NodaConstants.TicksPerSecond)) + 1];
        Array.Fill(values, double.NaN);
        foreach (SeriesRow row in file.Kept)
        {
            values[(row.Time - first).BclCompatibleTicks / (file.BinSeconds * NodaConstants.TicksPerSecond)] = row.Value ?? double.NaN;
        }

        return ImmutableArray.Create(values);
    }
}
