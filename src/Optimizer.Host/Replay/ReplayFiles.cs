using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Host.Planning;
using Optimizer.Host.Yaml;
using Optimizer.Model.Workloads;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Host.Replay;

/// <summary>Reads the three files of a replay: every error at once, each with its file, line and column.</summary>
internal sealed class ReplayFiles
{
    // Each is a series that is forecast and a workload that is placed. Doubled, a tick takes twice as long.
    private const int MostServices = 200;

    // A restart of more than a day is a slip of the keyboard, or milliseconds.
    private const double MostRestartSeconds = 86_400;

    private static readonly Dictionary<string, QosClass> Classes = new(StringComparer.Ordinal)
    {
        ["guaranteed"] = QosClass.Guaranteed,
        ["burstable"] = QosClass.Burstable,
        ["best-effort"] = QosClass.BestEffort,
    };

    private readonly SimulatedBoard _board;
    private readonly CancellationToken _cancellationToken;
    private readonly List<string> _problems = [];

    private ReplayFiles(SimulatedBoard board, CancellationToken cancellationToken)
    {
        (_board, _cancellationToken) = (board, cancellationToken);
    }

    /// <summary>Reads and checks. Never throws for what the files hold.</summary>
    /// <param name="services">Path of the services.</param>
    /// <param name="capacity">Path of the capacities.</param>
    /// <param name="demand">Path of the demand.</param>
    /// <param name="board">The GPU model; its profiles are the legal ones.</param>
    /// <param name="cancellationToken">Gives up reading.</param>
    public static ReplayReading Read(string services, string capacity, string demand, SimulatedBoard board, CancellationToken cancellationToken)
    {
        ReplayFiles files = new(board, cancellationToken);
        List<(CsvRow Row, ReplayService Service)> named = files.Services(services);
        Dictionary<string, ImmutableArray<ProfileCapacity>> served = files.Capacities(capacity, [.. named.Select(one => one.Service.Name)]);
        (DemandTable? table, IReadOnlyList<string> wrong) = DemandTable.Read(demand, cancellationToken);
        files._problems.AddRange(wrong);
        files.CheckTogether(named, served, table, capacity, demand);
        return files._problems.Count > 0 || table is null
            ? new ReplayReading.Refused(files._problems)
            : new ReplayReading.Read(new ReplayInputs(
                [.. named.Select(one => one.Service with { Capacity = served[one.Service.Name], Rates = table.Rates[one.Service.Name] })],
                table.FirstSeconds,
                table.WindowSeconds,
                table.Rates[named[0].Service.Name].Length));
    }

    private List<(CsvRow Row, ReplayService Service)> Services(string path)
    {
        List<(CsvRow, ReplayService)> services = [];
        Dictionary<string, string> places = new(StringComparer.Ordinal);
        IReadOnlyList<CsvRow> rows = Rows(path, ["service", "model", "slo_latency_ms", "restart_s", "qos"]);
        foreach (CsvRow row in rows)
        {
            string name = row.Name(0, "service", _problems);
            double? slo = row.Fields[2].Length == 0 ? null : Number(row, 2, "slo_latency_ms", "milliseconds above 0", static value => value > 0);
            double? restart = Number(row, 3, "restart_s", "seconds from 0 to 86400", static value => value is >= 0 and <= MostRestartSeconds);
            if (!Classes.TryGetValue(row.Fields[4], out QosClass qos))
            {
                Wrong(row, 4, "qos", $"one of {string.Join(", ", Classes.Keys)}", NearestName.Of(row.Fields[4], Classes.Keys));
            }

            if (name.Length > 0 && !places.TryAdd(name, row.Place))
            {
                _problems.Add($"{row.Place}:1: service {YamlScalar.Show(name)} is that of {places[name]}; each service has one row");
            }
            else if (name.Length > 0)
            {
                services.Add((row, new ReplayService(name, qos, [], [])
                {
                    Model = row.Fields[1].Length == 0 ? null : row.Fields[1],
                    SloLatency = slo is { } latency ? Duration.FromMilliseconds(latency) : null,
                    Restart = Duration.FromSeconds(restart ?? 0),
                }));
            }
        }

        if (services.Count > MostServices)
        {
            _problems.Add(string.Create(CultureInfo.InvariantCulture, $"{path}: {services.Count} services, at most {MostServices} are replayed; replay a part of them"));
        }

        return services;
    }

    private Dictionary<string, ImmutableArray<ProfileCapacity>> Capacities(string path, HashSet<string> services)
    {
        Dictionary<string, List<ProfileCapacity>> served = new(StringComparer.Ordinal);
        string[] profiles = [.. _board.Profiles.Select(static profile => profile.Name)];
        foreach (CsvRow row in Rows(path, ["service", "profile", "requests_per_s"]))
        {
            string name = row.Name(0, "service", _problems);
            double? rate = Number(row, 2, "requests_per_s", "a rate above 0", static value => value > 0);
            string profile = row.Fields[1];
            if (name.Length > 0 && services.Count > 0 && !services.Contains(name))
            {
                Wrong(row, 0, "service", "a service of the file of services", NearestName.Of(name, services));
            }

            if (_board.FindProfile(profile) is null)
            {
                Wrong(row, 1, "profile", $"a profile of {_board.Key}: {string.Join(", ", profiles)}", NearestName.Of(profile, profiles));
                continue;
            }

            List<ProfileCapacity> known = served.TryGetValue(name, out List<ProfileCapacity>? list) ? list : served[name] = [];
            if (known.Exists(capacity => capacity.Profile == profile))
            {
                _problems.Add($"{row.Place}:2: {name} has a capacity on {profile} already; one row for each service and profile");
            }
            else
            {
                known.Add(new ProfileCapacity(profile, rate ?? 1));
            }
        }

        return served.ToDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray(), StringComparer.Ordinal);
    }

    private void CheckTogether(
        List<(CsvRow Row, ReplayService Service)> services, Dictionary<string, ImmutableArray<ProfileCapacity>> served, DemandTable? demand, string capacityPath, string demandPath)
    {
        foreach ((CsvRow row, ReplayService service) in services)
        {
            if (!served.ContainsKey(service.Name))
            {
                _problems.Add($"{row.Place}:1: {service.Name} has no capacity on a profile of {_board.Key} in {capacityPath}, so no instance could serve it; add a row for it");
            }

            if (demand is not null && !demand.Rates.ContainsKey(service.Name))
            {
                _problems.Add($"{row.Place}:1: {service.Name} has no column in {demandPath}; add its demand, or remove the service");
            }
        }

        string[] names = [.. services.Select(static one => one.Service.Name)];
        foreach (string column in demand?.Rates.Keys.Where(column => names.Length > 0 && !names.Contains(column)).Order(StringComparer.Ordinal) ?? Enumerable.Empty<string>())
        {
            string meant = NearestName.Of(column, names) is string near ? $"; did you mean \"{near}\"?" : "";
            _problems.Add($"{demandPath}:1: column {YamlScalar.Show(column)} is no service, expected {string.Join(", ", names)}{meant}");
        }
    }

    private IReadOnlyList<CsvRow> Rows(string path, string[] columns)
    {
        (IReadOnlyList<CsvRow> rows, string? problem) = CsvTable.Read(path, columns, _cancellationToken);
        if (problem is not null)
        {
            _problems.Add(problem);
        }

        return rows;
    }

    private double? Number(CsvRow row, int column, string title, string legal, Func<double, bool> isLegal)
    {
        if (double.TryParse(row.Fields[column], NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) && isLegal(value))
        {
            return value;
        }

        Wrong(row, column, title, legal, null);
        return null;
    }

    private void Wrong(CsvRow row, int column, string title, string legal, string? near) => _problems.Add(string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Place}:{column + 1}: {title} is {YamlScalar.Show(row.Fields[column])}, expected {legal}{(near is null ? "" : $"; did you mean \"{near}\"?")}"));
}
