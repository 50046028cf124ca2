using NodaTime;
using NodaTime.Text;
using Optimizer.Control.Journal;
using Optimizer.Control.Loop;
using Optimizer.Control.Ports;
using Optimizer.Control.Problems;
using Optimizer.Host.Configuration;
using Optimizer.Host.Daemon;
using Optimizer.Host.Observation;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;
using Optimizer.Node.Act;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Node.Journal;
using Optimizer.Node.Observe;
using Optimizer.Planning;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Host.Control;

/// <summary>Puts the loop together for one node: a real one or a simulated one, which differ in who runs workloads and in nothing else that the loop sees.</summary>
internal static class ControlWiring
{
    /// <summary>In fast simulated time a moment's pause of the process looks like a driver that hangs.</summary>
    private const double ReadingRealSeconds = 3;

    private const string RunDirectory = "/run/gpu-optimizer";

    private const string CdiFile = "/var/run/cdi/gpu-optimizer.json";

    /// <summary>systemd answers in milliseconds; at a minute, one that hangs would hold a tick that long.</summary>
    private static readonly TimeSpan ToolLimit = TimeSpan.FromSeconds(10);

    private const string BootFile = "/proc/sys/kernel/random/boot_id";

    /// <summary>Wires the parts; nothing is read or changed yet.</summary>
    /// <param name="node">The node.</param>
    /// <param name="configuration">The configuration now; asked in every tick.</param>
    /// <param name="declarations">What operators declare, ordered by name.</param>
    /// <param name="sampler">Reads the node, and has the NVML session.</param>
    /// <param name="cycle">Runs a sampling cycle and publishes it.</param>
    /// <param name="forecast">The latest forecasts.</param>
    /// <param name="keepsState">Keep the journal in the state directory; else in memory.</param>
    /// <param name="published">Takes the loop's reports.</param>
    /// <param name="loggers">Loggers of the parts.</param>
    /// <exception cref="StartRefusedException">Another daemon runs this node.</exception>
    public static (ControlObservation Control, IOperator Operator) Make(
        ObservedNode node,
        Func<DaemonConfiguration> configuration,
        ValueArray<WorkloadDeclaration> declarations,
        NodeSampler sampler,
        Func<CancellationToken, Task> cycle,
        Func<DemandForecast?> forecast,
        bool keepsState,
        Action<ControlReport> published,
        ILoggerFactory loggers)
    {
        WriterLock? writer = keepsState || node.Rehearsal is not null ? LockOf(node, configuration(), keepsState) : null;
        bool mayWrite = writer is not null || node.Stage is not null;

        // A simulated node begins with its scenario each time, so each process is a boot of its own: what the one before had made is gone, as after a reboot.
        string? boot = node.Stage is null ? Boot() : $"simulated {InstantPattern.ExtendedIso.Format(node.Clocks.Wall.GetCurrentInstant())} pid {Environment.ProcessId}";

        // The journal belongs to whoever holds the lock: two who write one would number different plans alike.
        SqliteJournal? kept = keepsState && writer is not null
            ? new SqliteJournal(
                configuration().StateDirectory,
                () => boot,
                node.Clocks.Wall,
                loggers.CreateLogger<SqliteJournal>(),
                new JournalLimits { Age = configuration().Control.JournalRetention },
                startAnewWhenDamaged: configuration().Mode < OperatingMode.Approve)
            : null;
        IJournal journal = kept is null ? new MemoryJournal(() => boot) : kept;
        SystemdRuntime? systemd = node.Stage is null ? SystemdOf(declarations, node, configuration().Control, loggers) : null;
        ValueArray<IWorkloadRuntime> runtimes = [node.Stage?.Runtime ?? systemd!];
        if (mayWrite)
        {
            node.Rehearsal?.Prepare(node.Simulated!);
        }

        Duration leastAge = Duration.FromSeconds(ReadingRealSeconds * node.Speed);
        ControlLoop loop = new(new ControlParts
        {
            Observer = new SamplerObserver(() => sampler.Latest, cycle),
            Forecasts = new LatestForecast(forecast),
            Problems = new ProblemBuilder(),
            Planner = new Planner(),
            Partitioner = node.Rehearsal is { } rehearsal ? new RehearsedPartitioner(PartitionerOf(node, sampler, configuration().Control, loggers), rehearsal) : PartitionerOf(node, sampler, configuration().Control, loggers),
            Runtimes = runtimes,
            Journal = journal,
            Clock = node.Clocks.Wall,
            Stopwatch = node.Clocks.Elapsed,
            Declarations = () => declarations,
            Options = () => OptionsOf(configuration()) is var options && mayWrite
                ? options with { MostReadingAge = Duration.Max(options.MostReadingAge, leastAge) }
                : options with { Mode = Least(options.Mode, OperatingMode.Recommend) },
            Boot = boot,
            Published = published,
        });
        // Only a daemon that acts tidies up: one that observes changes nothing.
        Func<CancellationToken, Task>? first = systemd is not null && mayWrite && configuration().Mode >= OperatingMode.Approve ? systemd.ClearLeftoversAsync : null;
        ControlObservation control = new(loop, () => configuration().Control, node.Clocks, () => Release(kept, writer, systemd), loggers.CreateLogger<ControlObservation>(), first);
        return (control, new LoopOperator(loop, journal, () => sampler.Latest, node.Clocks.Wall));
    }

    /// <summary>The loop's options as configured.</summary>
    internal static ControlOptions OptionsOf(DaemonConfiguration configuration)
    {
        ControlConfiguration control = configuration.Control;
        return new ControlOptions
        {
            Mode = configuration.Mode,
            Terms = configuration.Terms,
            Tenants = configuration.Tenants,
            PlanPeriod = control.PlanPeriod,
            MostReadingAge = control.MaxReadingAge,
            MostAttempts = control.Retries + 1,
            RetryAfter = control.RetryWait,
            MostPlanAge = control.MaxPlanAge,
            LeastStartDeadline = control.StartDeadline,
            StopMargin = control.StopDeadline,
            DemoteAfterFailures = control.DemoteAfterFailures,
            RestoreAtBoot = control.RestoreAtBoot,
            PriceSource = configuration.Terms.Prices == DaemonConfiguration.Default.Terms.Prices ? "default" : "config",
        };
    }

    /// <summary>How long units may take, as configured: a runtime with limits of its own would give up on a slow start that the operator allowed.</summary>
    internal static SystemdOptions SystemdOptionsOf(ControlConfiguration control, Rehearsal? rehearsal)
    {
        SystemdOptions here = new();
        return here with
        {
            ProcRoot = rehearsal?.ProcRoot ?? here.ProcRoot,
            SysRoot = rehearsal?.SysRoot ?? here.SysRoot,
            StartLimit = control.StartDeadline,
            LongestStart = Duration.Max(here.LongestStart, control.StartDeadline),
            StopMargin = control.StopDeadline,
        };
    }

    /// <summary>How long hardware may take, as configured.</summary>
    internal static PartitionerOptions PartitionerOptionsOf(ControlConfiguration control) => new() { CallDeadline = control.InstanceDeadline, AnswerDeadline = control.ModeDeadline };

    private static NvmlPartitioner PartitionerOf(ObservedNode node, NodeSampler sampler, ControlConfiguration control, ILoggerFactory loggers)
    {
        bool real = node.Simulated is null;
        return new NvmlPartitioner(
            sampler,
            new HolderScan(node.Processes, real ? "/proc" : null, (uint)Environment.ProcessId),
            real
                ? new DeviceSurroundings(Minors, new CapabilityNodes(new NvidiaModprobe(node.Clocks.Stopwatch)), new CdiSpecFile(CdiFile))
                : new NoSurroundings(),
            real ? new NvidiaSmiReset(node.Clocks.Stopwatch) : null,
            real ? Minors : () => MigMinors.None,
            node.Clocks.Elapsed,
            PartitionerOptionsOf(control),
            loggers.CreateLogger<NvmlPartitioner>());
    }

    private static OperatingMode Least(OperatingMode left, OperatingMode right) => left < right ? left : right;

    /// <summary>The right to change this node. A daemon that only observes runs without it, and stays one that only recommends until it is started anew.</summary>
    private static WriterLock? LockOf(ObservedNode node, DaemonConfiguration configuration, bool keepsState)
    {
        // Two daemons with different state directories would still be two writers of one node, or of one machine's units.
        string[] places = [.. keepsState ? [configuration.StateDirectory] : Array.Empty<string>(), .. node.Stage is null ? [RunDirectory] : Array.Empty<string>()];
        try
        {
            return WriterLock.Take(places, node.Clocks.Wall);
        }
        catch (JournalException) when (configuration.Mode < OperatingMode.Approve)
        {
            return null;
        }
        catch (JournalException taken)
        {
            throw new StartRefusedException(taken.Message);
        }
    }

    private static MigMinors Minors() => MigMinors.Read();

    private static SystemdRuntime SystemdOf(ValueArray<WorkloadDeclaration> declarations, ObservedNode node, ControlConfiguration control, ILoggerFactory loggers) => new(
        declarations,
        new ChildProcessRunner(ToolLimit, node.Clocks.Stopwatch),
        new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) }),
        SystemdOptionsOf(control, node.Rehearsal),
        node.Clocks.Stopwatch,
        loggers.CreateLogger<SystemdRuntime>());

    private static string? Boot()
    {
        try
        {
            return File.ReadAllText(BootFile).Trim();
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static ValueTask Release(SqliteJournal? journal, WriterLock? writer, SystemdRuntime? systemd)
    {
        systemd?.Dispose();
        journal?.Dispose();
        writer?.Dispose();
        return ValueTask.CompletedTask;
    }
}
