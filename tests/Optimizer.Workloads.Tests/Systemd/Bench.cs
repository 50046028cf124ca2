using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>A runtime on a folder of its own, with a fake systemd, a template <c>chat@.service</c> and a service <c>solo.service</c>.</summary>
internal sealed class Bench : IDisposable
{
    public static readonly Seat Left = new(new GpuUuid("GPU-5f1c"), new PlacedInstance("3g.40gb", new Placement(0, 4)));
    public static readonly Seat Right = new(new GpuUuid("GPU-5f1c"), new PlacedInstance("3g.40gb", new Placement(4, 4)));

    private readonly string _root = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "bench", Path.GetRandomFileName())).FullName;
    private readonly List<SystemdRuntime> _runtimes = [];
    private readonly HttpClient _http;

    public Bench()
    {
        Systemd = new(UnitRoot, Time);
        Systemd.Install("chat@.service");
        Systemd.Install("solo.service");
        Write("proc/driver/nvidia-caps/mig-minors", "config 1\nmonitor 2\ngpu0/gi1/access 30\ngpu0/gi1/ci0/access 31\ngpu0/gi2/access 39\ngpu0/gi2/ci0/access 40\n");
        Write("sys/devices/system/node/node1/cpulist", "16-31,48-63\n");
        Directory.CreateDirectory(UnitRoot);
        _http = new(Pages);
        Runtime = Again();
    }

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero));

    public FakePages Pages { get; } = new();

    public FakeSystemd Systemd { get; }

    public SystemdRuntime Runtime { get; private set; }

    public List<WorkloadDeclaration> Declared { get; } = [Chat(), Solo()];

    public string UnitRoot => Path.Combine(_root, "units");

    public string Minors => Path.Combine(_root, "proc/driver/nvidia-caps/mig-minors");

    public static WorkloadDeclaration Chat() => new() { Name = "chat-7b", Host = new WorkloadHost.Systemd("chat@.service"), Restart = Duration.FromSeconds(65) };

    public static WorkloadDeclaration Solo() => new() { Name = "solo", Host = new WorkloadHost.Systemd("solo"), Move = new(Duration.FromSeconds(20), null) };

    public static SeatDevice Device(uint instance = 1) => new()
    {
        Visible = $"MIG-7a0b{instance}", GpuMinor = 0, GpuInstanceId = instance, ComputeInstanceId = 0, NumaNode = 1, PciBusId = "00000000:3B:00.0",
    };

    public ReplicaOrder Order(WorkloadDeclaration workload, Seat seat, Seat? standsInFor = null) => new()
    {
        Workload = workload, Seat = seat, Device = Device(seat == Left ? 1u : 2u), Processes = 2, StandsInFor = standsInFor,
        BeganAt = Instant.FromDateTimeOffset(Time.GetUtcNow()),
    };

    /// <summary>A daemon that starts anew, and knows nothing.</summary>
    public SystemdRuntime Again()
    {
        Runtime = new(
            Declared, Systemd, _http, new SystemdOptions { UnitRoot = UnitRoot, ProcRoot = Path.Combine(_root, "proc"), SysRoot = Path.Combine(_root, "sys") },
            Time, NullLogger<SystemdRuntime>.Instance);
        _runtimes.Add(Runtime);
        return Runtime;
    }

    public Task<StepOutcome> StartAsync(ReplicaOrder order) => Runtime.StartAsync(order, CancellationToken.None);

    public Task<StepOutcome> StopAsync(ReplicaOrder order) => Runtime.StopAsync(order, CancellationToken.None);

    public Task<RuntimeReading> ReadAsync() => Runtime.ReadAsync(CancellationToken.None);

    /// <summary>Asks tick by tick, a second apart, until there is an answer.</summary>
    public async Task<StepOutcome> UntilAsync(Func<ReplicaOrder, Task<StepOutcome>> ask, ReplicaOrder order, int mostTicks = 1000)
    {
        for (int tick = 0; tick < mostTicks; tick++)
        {
            StepOutcome outcome = await ask(order);
            if (outcome is not StepOutcome.Waiting)
            {
                return outcome;
            }

            Time.Advance(TimeSpan.FromSeconds(1));
        }

        throw new InvalidOperationException("it never answered");
    }

    /// <summary>Starts a replica and waits for it.</summary>
    public async Task RunAsync(WorkloadDeclaration workload, Seat seat) => Assert.IsType<StepOutcome.Applied>(await UntilAsync(StartAsync, Order(workload, seat)));

    public string? DropIn(string unit)
    {
        string path = Path.Combine(UnitRoot, unit + ".d", "50-gpu-optimizer.conf");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }

    public void Dispose()
    {
        _runtimes.ForEach(runtime => runtime.Dispose());
        _http.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
