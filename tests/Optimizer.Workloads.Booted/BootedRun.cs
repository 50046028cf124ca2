using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Booted;

/// <summary>The runtime against a real systemd: what a fake of ours could have wrong.</summary>
internal sealed class BootedRun : IDisposable
{
    private const string Units = "/run/systemd/system";

    private static readonly Seat SeatA = new(new GpuUuid("GPU-5f1c"), new PlacedInstance("3g.40gb", new Placement(0, 4)));
    private static readonly Seat SeatB = new(new GpuUuid("GPU-5f1c"), new PlacedInstance("3g.40gb", new Placement(4, 4)));

    private static readonly WorkloadDeclaration Chat = new()
    {
        Name = "chat 7b\n%h", Host = new WorkloadHost.Systemd("booted-chat@.service"), Move = new(Duration.FromSeconds(5), "/usr/bin/touch /run/booted-saved-%i$HOME"),
        Health = new HealthProbe.Command("/usr/bin/test -e /run/booted-up-%i"),
    };

    private static readonly WorkloadDeclaration Solo = new()
    {
        Name = "solo", Host = new WorkloadHost.Systemd("booted-solo.service"), Move = new(Duration.FromSeconds(5), null), Health = new HealthProbe.Http("http://127.0.0.1:18473/"),
    };

    private static readonly WorkloadDeclaration Stubborn = new()
    {
        Name = "stubborn", Host = new WorkloadHost.Systemd("booted-stubborn.service"), Move = new(Duration.Zero, null),
    };

    private static readonly WorkloadDeclaration Broken = new() { Name = "broken", Host = new WorkloadHost.Systemd("booted-broken.service") };

    private static readonly WorkloadDeclaration Unsaved = new()
    {
        Name = "unsaved", Host = new WorkloadHost.Systemd("booted-unsaved.service"), Move = new(Duration.FromSeconds(5), "/usr/bin/false"),
    };

    // The minimal Python has sockets and no http.server.
    private const string Page =
        """
        import socket
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", 18473))
        listener.listen()
        while True:
            client, _ = listener.accept()
            client.recv(4096)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok")
            client.close()
        """;

    private readonly ChildProcessRunner _runner = new(TimeSpan.FromSeconds(20), TimeProvider.System);
    private readonly HttpClient _http = new();
    private readonly string _scratch;
    private SystemdRuntime _runtime;

    private readonly Checks _checks;

    public BootedRun(string scratch, Checks checks)
    {
        _checks = checks;
        _scratch = scratch;
        Directory.CreateDirectory(Path.Combine(scratch, "proc/driver/nvidia-caps"));
        File.WriteAllText(
            Path.Combine(scratch, "proc/driver/nvidia-caps/mig-minors"),
            "config 1\nmonitor 2\ngpu0/gi1/access 30\ngpu0/gi1/ci0/access 31\ngpu0/gi2/access 39\ngpu0/gi2/ci0/access 40\n");
        _runtime = Fresh();
    }

    public async Task AllAsync()
    {
        await InstallAsync();
        await TemplateAsync();
        await ServiceAsync();
        await RefusalsAsync();
        await LeftoversAsync();
    }

    public void Dispose()
    {
        _runtime.Dispose();
        _http.Dispose();
    }

    private async Task InstallAsync()
    {
        Directory.CreateDirectory(Units);
        Unit("booted-chat@.service", "ExecStart=/bin/sh -c 'sleep 1; touch /run/booted-up-%i; exec sleep 1000'");
        Unit("booted-solo.service", "ExecStart=/usr/bin/python3 /run/booted-page.py");
        File.WriteAllText("/run/booted-page.py", Page);
        Unit("booted-stubborn.service", "ExecStart=/bin/sh -c 'trap \"\" TERM; while :; do sleep 1; done'\nTimeoutStopSec=8");
        Unit("booted-broken.service", "ExecStart=/bin/sh -c 'echo no device for me; exit 7'");
        Unit("booted-unsaved.service", "ExecStart=/usr/bin/sleep 1000");
        await ToolAsync("systemctl", "daemon-reload");
    }

    private async Task TemplateAsync()
    {
        Check("a unit that was not started is not reported", (await ReadAsync()).Replicas.IsEmpty);
        Check("the template starts on seat A", await UntilAsync(_runtime.StartAsync, Order(Chat, SeatA)) is StepOutcome.Applied);
        string shown = await ToolAsync("systemctl", "show", "--property=Environment,DeviceAllow,DevicePolicy", "booted-chat@1.service");
        Check("systemd shows CUDA_VISIBLE_DEVICES", shown.Contains("CUDA_VISIBLE_DEVICES=MIG-seat-1", StringComparison.Ordinal), shown);
        Check("systemd shows a closed device policy", shown.Contains("DevicePolicy=closed", StringComparison.Ordinal), shown);
        string[] allowed = [.. shown.Split('\n').Where(line => line.StartsWith("DeviceAllow=", StringComparison.Ordinal)).SelectMany(line => line["DeviceAllow=".Length..].Split(' ')).Where(word => word.StartsWith('/'))];
        Check(
            "exactly the seat's device nodes are allowed",
            allowed.Order(StringComparer.Ordinal).SequenceEqual(
                ["/dev/nvidia-caps/nvidia-cap30", "/dev/nvidia-caps/nvidia-cap31", "/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", "/dev/nvidia0", "/dev/nvidiactl"]),
            shown);
        string pid = (await ToolAsync("systemctl", "show", "--property=MainPID", "--value", "booted-chat@1.service")).Trim();
        string environment = await File.ReadAllTextAsync($"/proc/{pid}/environ");
        Check("the process itself has it", environment.Contains("CUDA_VISIBLE_DEVICES=MIG-seat-1", StringComparison.Ordinal));

        _runtime.Dispose();
        _runtime = Fresh();
        Check("a new daemon knows who sits where", (await ReadAsync()).Replicas is [{ State: ReplicaState.Ready, Name: "booted-chat@1.service" } found] && found.Seat == SeatA && found.Workload == Chat.Name);
        Check("starting it again does nothing", await _runtime.StartAsync(Order(Chat, SeatA), CancellationToken.None) is StepOutcome.Applied);
        Check("the replacement starts on seat B beside it", await UntilAsync(_runtime.StartAsync, Order(Chat, SeatB, SeatA)) is StepOutcome.Applied);
        Check("both run meanwhile", (await ReadAsync()).Replicas.Count == 2);
        Check("the old one is drained and stops", await UntilAsync(_runtime.StopAsync, Order(Chat, SeatA)) is StepOutcome.Applied);
        Check("its state was saved first, with no variable put in", File.Exists("/run/booted-saved-1$HOME"));
        Check("its drop-in is gone", !Directory.Exists($"{Units}/booted-chat@1.service.d"));
        Check("one replica is left, on seat B, with its restart measured", (await ReadAsync()).Replicas is [{ MeasuredRestart: { } took } left] && left.Seat == SeatB && took > Duration.FromSeconds(0.5) && took < Duration.FromSeconds(60));
        Check("no helper unit is left", !(await ToolAsync("systemctl", "list-units", "--all", "--plain", "--no-legend")).Contains("gpu-optimizer-", StringComparison.Ordinal));
        Check("no warning of changed files", (await ToolAsync("systemctl", "show", "--property=NeedDaemonReload", "booted-chat@2.service")).Contains("=no", StringComparison.Ordinal));
        string complaints = await ToolAsync("journalctl", "--no-pager", "--quiet", "_PID=1", "--grep=50-gpu-optimizer");
        Check("systemd has no complaint about the drop-in", complaints.Length == 0, complaints);
        Check("the last one stops", await UntilAsync(_runtime.StopAsync, Order(Chat, SeatB)) is StepOutcome.Applied);
    }

    private async Task ServiceAsync()
    {
        Check("the service starts on seat A", await UntilAsync(_runtime.StartAsync, Order(Solo, SeatA)) is StepOutcome.Applied);
        Check("it cannot run twice", !_runtime.CanRunTwice(Solo) && _runtime.CanRunTwice(Chat));
        Check("it moves to seat B", await UntilAsync(_runtime.StartAsync, Order(Solo, SeatB, SeatA)) is StepOutcome.Applied { Took: { } took } && took > Duration.Zero);
        Check("nothing is left to stop on seat A", await _runtime.StopAsync(Order(Solo, SeatA), CancellationToken.None) is StepOutcome.Applied);
        string shown = await ToolAsync("systemctl", "show", "--property=Environment,DeviceAllow", "booted-solo.service");
        Check("it has seat B's devices and not seat A's", shown.Contains("nvidia-cap39", StringComparison.Ordinal) && !shown.Contains("nvidia-cap30", StringComparison.Ordinal), shown);
        await ToolAsync("systemctl", "kill", "--signal=KILL", "booted-solo.service");
        Check("its death is seen", await SeenAsync(Solo.Name, ReplicaState.Failed));
        Check("stopping what is dead is applied", await UntilAsync(_runtime.StopAsync, Order(Solo, SeatB)) is StepOutcome.Applied);
    }

    private async Task RefusalsAsync()
    {
        Check("what fails at its start is said to, with its log", await UntilAsync(_runtime.StartAsync, Order(Broken, SeatA)) is StepOutcome.Failed { Trouble: StepTrouble.WontStart } failed && failed.Detail.Contains("no device for me", StringComparison.Ordinal));
        Check("and can be taken away", await UntilAsync(_runtime.StopAsync, Order(Broken, SeatA)) is StepOutcome.Applied);

        await UntilAsync(_runtime.StartAsync, Order(Stubborn, SeatA));
        Check("what refuses to stop is said to", await UntilAsync(_runtime.StopAsync, Order(Stubborn, SeatA)) is StepOutcome.Failed { Trouble: StepTrouble.WontStop });
        Check("it is seen to drain", await SeenAsync(Stubborn.Name, ReplicaState.Draining));
        Check("systemd kills it at its limit, and it is gone", await UntilAsync(_runtime.StopAsync, Order(Stubborn, SeatA), retries: 60) is StepOutcome.Applied);

        await UntilAsync(_runtime.StartAsync, Order(Unsaved, SeatA));
        Check("a checkpoint that fails is said to", await UntilAsync(_runtime.StopAsync, Order(Unsaved, SeatA)) is StepOutcome.Failed { Trouble: StepTrouble.CheckpointFailed });
        Check("and its workload still runs", await SeenAsync(Unsaved.Name, ReplicaState.Ready));
        Check("a unit that is not installed is refused", await _runtime.StartAsync(Order(Chat with { Host = new WorkloadHost.Systemd("nowhere.service") }, SeatA), CancellationToken.None) is StepOutcome.Refused { Trouble: StepTrouble.NotThere });
    }

    private async Task LeftoversAsync()
    {
        _runtime.Replace([]);
        await ToolAsync("systemctl", "daemon-reload");
        await _runtime.ClearLeftoversAsync(CancellationToken.None);
        Check("a drop-in of what runs stays", File.Exists($"{Units}/booted-unsaved.service.d/50-gpu-optimizer.conf"));
        await ToolAsync("systemctl", "stop", "booted-unsaved.service");
        await _runtime.RevokeAsync(SeatA, CancellationToken.None);
        string shown = await ToolAsync("systemctl", "show", "--property=DropInPaths,DeviceAllow", "booted-unsaved.service");
        Check("revoking a seat takes the rights of what stopped", !shown.Contains("nvidia", StringComparison.Ordinal) && !Directory.Exists($"{Units}/booted-unsaved.service.d"), shown);
    }

    private SystemdRuntime Fresh() => new(
        [Chat, Solo, Stubborn, Broken, Unsaved], _runner, _http,
        new SystemdOptions { ProcRoot = Path.Combine(_scratch, "proc"), StopMargin = Duration.FromSeconds(2) },
        TimeProvider.System, NullLogger<SystemdRuntime>.Instance);

    private static ReplicaOrder Order(WorkloadDeclaration workload, Seat seat, Seat? standsInFor = null)
    {
        uint instance = seat == SeatA ? 1u : 2u;
        return new()
        {
            Workload = workload, Seat = seat, StandsInFor = standsInFor, BeganAt = Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()),
            Device = new() { Visible = $"MIG-seat-{instance}", GpuMinor = 0, GpuInstanceId = instance, ComputeInstanceId = 0, NumaNode = 0 },
        };
    }

    private static void Unit(string name, string service) => File.WriteAllText(Path.Combine(Units, name), $"[Unit]\nDescription=Booted test\n[Service]\n{service}\n");

    private static async Task<StepOutcome> UntilAsync(Func<ReplicaOrder, CancellationToken, Task<StepOutcome>> ask, ReplicaOrder order, int retries = 0)
    {
        for (int tick = 0; ; tick++)
        {
            StepOutcome outcome = await ask(order, CancellationToken.None);
            bool again = outcome is StepOutcome.Waiting || (outcome is StepOutcome.Failed && retries-- > 0);
            if (!again || tick == 300)
            {
                Console.WriteLine($"      {outcome}");
                return outcome;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }
    }

    private async Task<bool> SeenAsync(string workload, ReplicaState state)
    {
        for (int tick = 0; tick < 20; tick++)
        {
            if ((await ReadAsync()).Replicas.Any(replica => replica.Workload == workload && replica.State == state))
            {
                return true;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(250), TimeProvider.System);
        }

        return false;
    }

    private async Task<RuntimeReading> ReadAsync()
    {
        RuntimeReading reading = await _runtime.ReadAsync(CancellationToken.None);
        if (reading.Trouble is not null)
        {
            Console.WriteLine($"      {reading.Trouble}");
        }

        return reading;
    }

    private async Task<string> ToolAsync(string program, params ImmutableArray<string> arguments) =>
        (await _runner.RunAsync(program, arguments, CancellationToken.None)).Output;

    private void Check(string what, bool holds, string seen = "") => _checks.Check(what, holds, seen);
}
