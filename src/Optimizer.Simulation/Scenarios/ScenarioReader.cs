using System.Collections.Immutable;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Time;
using Optimizer.Simulation.Workloads;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Optimizer.Simulation.Scenarios;

/// <summary>Turns a scenario file into a plan, collecting every error on the way.</summary>
internal sealed partial class ScenarioReader
{
    // PCI bus numbers of simulated GPUs run from the eight of a DGX on to 0xFF.
    private const int MostGpus = 32;
    private const double LongestDelaySeconds = 3600;

    // The first with MIG.
    private const int OldestBranch = 450;
    private readonly List<ScenarioError> _errors = [];
    private readonly List<GpuPlan> _gpus = [];

    public static Scenario Read(string source, string text)
    {
        ScenarioReader reader = new();
        Scenario? scenario = reader.TryRead(text);
        return reader._errors.Count == 0 && scenario is not null
            ? scenario
            : throw new ScenarioException(source, [.. reader._errors.OrderBy(error => error.Line)]);
    }

    private Scenario? TryRead(string text)
    {
        YamlStream stream = [];
        try
        {
            using StringReader input = new(text);
            stream.Load(input);
        }
        catch (Exception broken) when (broken is YamlException or InvalidOperationException or ArgumentException)
        {
            // The library's scanner answers some unfinished texts with InvalidOperationException instead of its own exception.
            int line = broken is YamlException { Start.Line: > 0 } placed ? (int)placed.Start.Line : 1;
            _errors.Add(new ScenarioError(line, "file", $"YAML was expected: {broken.Message}"));
            return null;
        }

        if (stream.Documents.Count != 1)
        {
            _errors.Add(new ScenarioError(1, "file", $"one YAML document was expected, not {stream.Documents.Count}"));
            return null;
        }

        YamlSection root = new(stream.Documents[0].RootNode, "", _errors);
        string name = root.Text("name");
        string title = root.Text("title");
        string driver = root.Text("driver", "610.43.02");
        if (DriverAge.Branch(driver) < OldestBranch)
        {
            root.Report("driver", $"a driver version of branch 450 or newer was expected, such as 580.95.05, not '{driver}'");
        }

        ImmutableArray<GpuPlan> gpus = Gpus(root, driver);
        ImmutableArray<WorkloadPlan> workloads = Workloads(root);
        ImmutableArray<ServicePlan> services = Services(root, workloads);
        DriverPlan plan = new(gpus)
        {
            Name = name,
            DriverVersion = driver,
            CudaVersion = CudaVersion(root),
            Privileged = root.Flag("privileged", true),
            CpusPerNode = root.Whole("cpus-per-node", 1, 512, 64),
            Workloads = workloads,
            Services = services,
            ServiceFaults = ServiceFaults(root),
            Jobs = Jobs(root),
            PublishedLatencies = root.Text("reconfiguration", services.IsEmpty ? "instant" : "published", "instant", "published") == "published",
            Faults = new FaultPlan(Faults(root)),
            Changes = Changes(root),
        };
        root.Close();
        return new Scenario(name, title, plan);
    }

    private static int CudaVersion(YamlSection root)
    {
        double version = root.Number("cuda", 11, 20, 13.3);
        return (int)Math.Round(version * 10) / 10 * 1000 + ((int)Math.Round(version * 10) % 10 * 10);
    }

    private ImmutableArray<GpuPlan> Gpus(YamlSection root, string driver)
    {
        string common = root.Text("board", "");
        foreach (YamlSection section in root.Sections("gpus"))
        {
            string key = section.Text("board", common);
            SimulatedBoard? board = BoardCatalogue.Find(key);
            if (board is null)
            {
                section.Report("board", $"one of {string.Join(", ", BoardCatalogue.All.Select(known => known.Key))} was expected, not '{key}'");
            }

            int count = section.Whole("count", 1, MostGpus, 1);
            bool mig = section.Flag("mig", section.Has("instances"));
            ImmutableArray<InstancePlan> instances = board is null ? [] : Instances(section, board);
            if (!mig && instances.Length > 0)
            {
                section.Report("mig", "on was expected, because the GPU has instances");
            }

            GpuPlan plan = new(board ?? BoardCatalogue.All[0], mig, instances)
            {
                NumaNode = section.Whole("numa", 0, 63, 0),
                Passthrough = section.Flag("passthrough", false),
                PcieWidth = section.Whole("pcie-width", 1, 16, 16),
            };
            section.Texts("instances");
            section.Close();
            if (board is not null && mig && instances.Length > 0 && DriverAge.Branch(driver) >= OldestBranch)
            {
                TryLayout(section, plan, driver);
            }

            _gpus.AddRange(Enumerable.Repeat(plan, count));
        }

        if (_gpus.Count is 0 or > MostGpus)
        {
            root.Report("gpus", $"1 to {MostGpus} GPUs were expected, not {_gpus.Count}");
        }

        return [.. _gpus];
    }

    private static ImmutableArray<InstancePlan> Instances(YamlSection section, SimulatedBoard board)
    {
        List<InstancePlan> plans = [];
        foreach (string text in section.Texts("instances"))
        {
            InstancePlan? plan = InstanceText.Parse(text, board, out string? problem);
            bool overlaps = plan is not null && plans.Exists(other =>
                new BoardPlacement(other.Start, other.Profile.MemorySlices).Overlaps(new BoardPlacement(plan.Start, plan.Profile.MemorySlices)));
            if (plan is null || overlaps)
            {
                section.Report("instances", plan is null ? problem! : $"'{text}' overlaps an instance before it");
                continue;
            }

            plans.Add(plan);
        }

        return [.. plans];
    }

    /// <summary>Lets the driver itself judge the layout: its rules are written once.</summary>
    private static void TryLayout(YamlSection section, GpuPlan plan, string driver)
    {
        try
        {
            using SimulatedDriver trial = new(new DriverPlan([plan]) { DriverVersion = driver }, seed: 0, new ManualTimeProvider());
        }
        catch (LayoutRefusedException refusal)
        {
            section.Report("instances", refusal.Message);
        }
    }

    private ImmutableArray<FaultRule> Faults(YamlSection root)
    {
        List<FaultRule> rules = [];
        foreach (YamlSection section in root.Sections("faults"))
        {
            FaultRule rule = new()
            {
                Function = Function(section),
                Gpu = section.Has("gpu") ? Gpu(section) : null,
                GpuInstance = section.Has("instance") ? (uint)section.Whole("instance", 0, 14) : null,
                FromSeconds = section.Seconds("from", 0),
                UntilSeconds = section.Seconds("until", double.PositiveInfinity),
                SkipCalls = section.Whole("skip", 0, int.MaxValue, 0),
                MaxCalls = section.Has("calls") ? section.Whole("calls", 1, int.MaxValue) : long.MaxValue,
                Code = section.Has("code") ? (NvmlReturn)section.Whole("code", 1, 999) : null,
                Delay = TimeSpan.FromSeconds(Math.Min(section.Seconds("delay", 0), LongestDelaySeconds + 1)),
                NeverReturns = section.Flag("never-returns", false),
                MissingSymbol = section.Flag("missing", false),
            };
            CheckFault(section, rule);
            rules.Add(rule);
            section.Close();
        }

        return [.. rules];
    }

    private static void CheckFault(YamlSection section, FaultRule rule)
    {
        if (rule.Code is { } code && !Enum.IsDefined(code))
        {
            section.Report("code", $"a code of nvmlReturn_t was expected, such as 15 or 999, not {(int)code}");
        }

        if (rule.Delay > TimeSpan.FromSeconds(LongestDelaySeconds))
        {
            section.Report("delay", "at most 1h was expected; never-returns stands for a call that hangs");
        }

        if (rule.UntilSeconds <= rule.FromSeconds)
        {
            section.Report("until", "a time after 'from' was expected");
        }

        bool[] effects = [section.Has("code"), section.Has("delay"), rule.NeverReturns, rule.MissingSymbol];
        if (effects.Count(static effect => effect) != 1)
        {
            section.Report(section.Path, $"exactly one effect was expected: code, delay, never-returns or missing, not {effects.Count(static effect => effect)}");
        }
    }

    private static NvmlFunction? Function(YamlSection section)
    {
        string name = section.Text("function");
        if (name == "*")
        {
            return null;
        }

        bool known = name.StartsWith("nvml", StringComparison.Ordinal) & Enum.TryParse(name.Length > 4 ? name[4..] : "?", out NvmlFunction function);
        if (!known)
        {
            section.Report("function", $"* or the C name of an NVML export was expected, such as nvmlDeviceGetPowerUsage, not '{name}'");
        }

        return function;
    }

    private int Gpu(YamlSection section) => section.Whole("gpu", 0, Math.Max(0, _gpus.Count - 1));

    private ImmutableArray<ScheduledChange> Changes(YamlSection root)
    {
        List<ScheduledChange> changes = [];
        foreach (YamlSection section in root.Sections("changes"))
        {
            string[] kinds = [.. Enum.GetNames<ChangeKind>().Select(InstanceText.Kebab)];
            string kind = section.Text("do", null, kinds);
            int gpu = Gpu(section);
            InstancePlan? detail = kind is "create" or "destroy" && gpu < _gpus.Count ? Detail(section, _gpus[gpu].Board) : null;
            uint number = kind switch
            {
                "xid" => (uint)section.Whole("number", 1, 999),
                "nv-link-errors" or "ecc-corrected" or "ecc-uncorrected" or "overheat" => (uint)section.Whole("number", 0, 1_000_000),
                _ => 0,
            };
            changes.Add(new ScheduledChange(section.Seconds("at"), gpu, (ChangeKind)Math.Max(0, Array.IndexOf(kinds, kind)), detail, number));
            section.Close();
        }

        return [.. changes.OrderBy(change => change.AtSeconds)];
    }

    private static InstancePlan? Detail(YamlSection section, SimulatedBoard board)
    {
        InstancePlan? plan = InstanceText.Parse(section.Text("instance"), board, out string? problem);
        if (plan is null)
        {
            section.Report("instance", problem!);
        }

        return plan;
    }
}
