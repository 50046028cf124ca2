using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Forecasting;
using Optimizer.Host.Cli;
using Optimizer.Host.Configuration;
using Optimizer.Host.Control;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Planning;
using Optimizer.Model.Acting;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.Host.Replay;

/// <summary>The verb <c>replay</c>: the daemon's own loop over days of demand in simulated time.</summary>
internal static class ReplayVerb
{
    private const string SummaryFile = "summary.csv", WindowsFile = "windows.csv", DecisionsFile = "decisions.jsonl";

    /// <summary>Reads, replays, writes.</summary>
    public static async Task<int> RunAsync(ReplayRequest request, CancellationToken cancellationToken)
    {
        PlanningRun run = new("replay", request.Output, request.Error, TimeProvider.System);
        if (Prepare(request, out string[] files) is { Count: > 0 } unwritable)
        {
            return run.Refuse(unwritable);
        }

        (DaemonConfiguration? configuration, IReadOnlyList<string> wrong) = Configuration(request.Config);
        bool known = GpuChoice.TryFind(request.Gpu, out _, out string? unknown);
        ReplayReading? reading = known ? ReplayFiles.Read(request.Services, request.Capacity, request.Demand, BoardCatalogue.Find(request.Gpu)!, cancellationToken) : null;
        string[] problems =
        [
            .. known ? Array.Empty<string>() : [unknown!],
            .. wrong,
            .. reading is ReplayReading.Refused refused ? refused.Problems : [],
            .. reading is ReplayReading.Read read && read.Inputs.WindowSeconds % request.TickSeconds != 0
                ? [string.Create(CultureInfo.InvariantCulture, $"--tick {request.TickSeconds} does not divide a window of {read.Inputs.WindowSeconds} s; name a divisor of it")]
                : Array.Empty<string>(),
        ];
        return problems.Length > 0 ? run.Refuse(problems) : await ReplayAsync(request, ((ReplayReading.Read)reading!).Inputs, configuration!, files, run, cancellationToken);
    }

    private static async Task<int> ReplayAsync(
        ReplayRequest request, ReplayInputs inputs, DaemonConfiguration configuration, string[] files, PlanningRun run, CancellationToken cancellationToken)
    {
        ReplayTimings timings = new(TimeProvider.System);
        ControlOptions options = Options(request, configuration);
        ManualTimeProvider time = new();
        Instant start = Instant.FromDateTimeOffset(time.GetUtcNow());
        Scenario scenario = Scenario.OfReplay(new ReplayParts("replay", request.Gpu, request.Gpus, inputs.WindowSeconds, inputs.Services)
        {
            HoldsWindows = true,
            SampleSeconds = request.TickSeconds,
        });
        ForecastMethod method = ForecastMethods.Find(configuration.Forecast.Method) ?? MethodChoice.Default;
        ReplayDemand demand = new(method, inputs.WindowSeconds, configuration.Forecast.TimeZone, start, timings);
        await using ReplayNode node = new(scenario, request.Seed, options, demand, time, timings);
        ImmutableArray<string> names = [.. inputs.Services.Select(static service => service.Name).Order(StringComparer.Ordinal)];
        ReplayLedger ledger = new(names, inputs.WindowSeconds, inputs.FirstSeconds, options.Terms.Prices, PriceOf(request.Gpu, options));
        ReplayRun replay = new(node, demand, ledger, timings, request.TickSeconds, inputs.WindowSeconds);
        bool terminal = ReferenceEquals(request.Error, Console.Error) && !Console.IsErrorRedirected;
        ReplayProgress.Run(
            request.Error, terminal, inputs.Windows, inputs.WindowSeconds, TimeProvider.System, progress => replay.Run(inputs.Windows, progress, cancellationToken));

        SimulationAudit audit = node.Simulated.Audit();
        ReplaySummary summary = ReplaySummary.Of(options.Terms.Policy, audit, ledger, replay, timings);
        IEnumerable<PlanRecord> decisions = replay.Unfinished is { } unfinished ? replay.Decisions.Append(unfinished) : replay.Decisions;
        if (OutputFile.WriteAll(
            (files[2], writer => ReplayOutputs.WriteDecisions(decisions, start, inputs.FirstSeconds, writer)),
            (files[1], writer => ReplayOutputs.WriteWindows(ledger, writer)),
            (files[0], writer => ReplayOutputs.WriteSummary(summary, writer))) is string unwritten)
        {
            return run.Refuse(unwritten);
        }

        Say(request, replay, timings, run);
        request.Output.Write(request.Json ? ReplayOutputs.Json(summary, timings.Elapsed, replay.Ticks) : ReplayOutputs.Table(summary, timings.Elapsed, replay.Ticks));
        return ExitCode.Ok;
    }

    private static void Say(ReplayRequest request, ReplayRun replay, ReplayTimings timings, PlanningRun run)
    {
        if (replay.Surprise is { } surprise)
        {
            run.Note($"the loop met what it was not made for, and held: {surprise}");
        }

        if (request.Timings)
        {
            foreach (string line in timings.Lines())
            {
                request.Error.WriteLine(line);
            }

            foreach ((string interlock, long ticks) in replay.Holds)
            {
                request.Error.WriteLine($"{interlock}: held in {ticks} ticks");
            }
        }
    }

    /// <summary>Makes the folder, and says why something cannot be written there.</summary>
    private static IReadOnlyList<string> Prepare(ReplayRequest request, out string[] files)
    {
        files = [.. new[] { SummaryFile, WindowsFile, DecisionsFile }.Select(name => Path.Combine(request.OutputFolder, name))];
        try
        {
            Directory.CreateDirectory(request.OutputFolder);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return [$"{request.OutputFolder}: the folder cannot be made: {failure.Message}"];
        }

        return OutputFile.Explain(files, [request.Services, request.Capacity, request.Demand]);
    }

    private static (DaemonConfiguration? Configuration, IReadOnlyList<string> Problems) Configuration(string? path) =>
        path is null ? (DaemonConfiguration.Default, []) : ConfigurationReader.ReadFile(path) switch
        {
            ConfigurationResult.Read read => (read.Configuration, []),
            ConfigurationResult.Refused refused => (null, [.. refused.Errors.Select(static error => error.ToString())]),
            _ => throw new InvalidOperationException("unhandled configuration result"),
        };

    private static ControlOptions Options(ReplayRequest request, DaemonConfiguration configuration)
    {
        ControlOptions options = ControlWiring.OptionsOf(configuration);
        return options with
        {
            Mode = OperatingMode.Enforce,
            Terms = options.Terms with { Policy = request.Policy ?? options.Terms.Policy },

            // The loop is asked once a tick, and after each commit, and shall plan each time.
            PlanPeriod = Duration.FromSeconds(1),
        };
    }

    private static double PriceOf(string gpu, ControlOptions options) =>
        options.Terms.Prices.Models.Where(price => price.Model == gpu).Select(static price => (double?)price.GpuHour).FirstOrDefault() ?? options.Terms.Prices.GpuHour;
}
