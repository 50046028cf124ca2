using Microsoft.Extensions.Logging.Abstractions;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Act;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Threading;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Node.Tests.Act;

/// <summary>A sampled simulated node with a partitioner on it. The layout is read past the partitioner, so that it cannot vouch for itself.</summary>
internal sealed class ActingNode : IAsyncDisposable
{
    public const string A100 = "a100-80gb";
    public const string H100 = "h100-80gb-sxm";
    public const string A30 = "a30-24gb";
    public const string Rtx = "rtx-pro-6000-blackwell";
    private readonly Dictionary<int, GpuUuid> _uuids = [];
    private uint _nextPid = 900;

    public ActingNode(string scenario, ISurroundings? surroundings = null, IGpuReset? reset = null, INvmlExecutor? executor = null, bool sampled = true, PartitionerOptions? options = null)
    {
        Sampled = new SampledNode(scenario, executor: executor);
        Partitioner = new NvmlPartitioner(
            Sampled.Sampler,
            new HolderScan(Sampled.Node.Processes, procRoot: null, ownPid: 1),
            surroundings ?? new NoSurroundings(),
            reset,
            static () => MigMinors.None,
            Sampled.Time,
            options ?? new PartitionerOptions(),
            NullLogger<NvmlPartitioner>.Instance);
        if (sampled)
        {
            foreach (GpuSnapshot gpu in Sampled.Cycles(1).Gpus)
            {
                _uuids[(int)gpu.Identity.Index] = gpu.Uuid;
            }
        }
    }

    public SampledNode Sampled { get; }

    public NvmlPartitioner Partitioner { get; }

    public GpuUuid Gpu(int index = 0) => _uuids[index];

    /// <summary>One board with these instances; MIG on.</summary>
    public static string Board(string board, string instances = "", string extra = "") => $$"""
        name: one
        title: One board
        driver: 580.95.05
        cuda: 13.0
        board: {{board}}
        gpus:
          - { instances: [{{instances}}], numa: 0 }
        {{extra}}
        """;

    /// <summary>One board without MIG mode.</summary>
    public static string Whole(string board, string flags = "") => $$"""
        name: one
        title: One board
        driver: 580.95.05
        cuda: 13.0
        board: {{board}}
        gpus:
          - { mig: off, numa: 0{{flags}} }
        """;

    public static PlacedInstance At(string profile, int start, int size) => new(profile, new Placement(start, size));

    public StepOutcome Create(PlacedInstance instance) => Now(Partitioner.CreateAsync(Gpu(), instance, CancellationToken.None));

    public StepOutcome Destroy(PlacedInstance instance) => Now(Partitioner.DestroyAsync(Gpu(), instance, CancellationToken.None));

    public StepOutcome SetMode(bool enabled, bool mayReset = false) => Now(Partitioner.SetMigModeAsync(Gpu(), enabled, mayReset, CancellationToken.None));

    public GpuTarget? Read() => Now(Partitioner.ReadAsync(Gpu(), CancellationToken.None));

    /// <summary>Instances with the compute slices in them, read with a library of one's own: <c>3g.40gb@4:3</c>, nothing after the colon without a compute instance.</summary>
    public string Layout() => SecondClient.Layout(Sampled.Node, Gpu());

    public FaultRule Fault(NvmlFunction function, NvmlReturn code, long skip = 0, long most = long.MaxValue)
    {
        FaultRule rule = new() { Function = function, Code = code, SkipCalls = skip, MaxCalls = most };
        Sampled.Driver.InjectFault(rule);
        return rule;
    }

    public uint AddProcess(uint? gpuInstance, uint? computeInstance, string command = "trainer", string group = "/system.slice/chat.service")
    {
        uint pid = _nextPid++;
        Sampled.Driver.AddProcess(0, gpuInstance, computeInstance, new SimulatedProcess(pid, new ProcessIdentity(command, group, "ada"), 1 << 30));
        return pid;
    }

    public ValueTask DisposeAsync() => Sampled.DisposeAsync();

    // In manual time nothing waits: a step that does not end on the caller's thread would never end.
    private static T Now<T>(Task<T> step)
    {
        Assert.True(step.IsCompleted, "a step in manual time ends on the caller's thread");
        return step.GetAwaiter().GetResult();
    }
}
