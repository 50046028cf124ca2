using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>What a declaration or a driver says never becomes a line, a path or an option.</summary>
public sealed class HostileTextTests : IDisposable
{
    private static readonly SeatRights Rights = new("MIG-1", ["/dev/nvidia0"], null, null);

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void DropIn_OfAnyWorkloadName_HasTheSameLinesAndIsReadBack()
    {
        string plain = DropInText.Write(new("a", Bench.Left, 1), Rights)!;

        Prop.ForAll(ArbMap.Default.ArbFor<NonEmptyString>(), name =>
        {
            // Half of a surrogate pair is no character; no file can hold it.
            string workload = string.Concat(name.Get.Where(c => !char.IsSurrogate(c))) + "\n[Service]\nExecStartPre=/bin/evil %h\r";
            string text = DropInText.Write(new(workload, Bench.Left, 1), Rights)!;

            return DropInText.Read(text) == new SeatBinding(workload, Bench.Left, 1)
                && text.Split('\n').Where(line => !line.StartsWith("Workload=", StringComparison.Ordinal))
                    .SequenceEqual(plain.Split('\n').Where(line => !line.StartsWith("Workload=", StringComparison.Ordinal)));
        }).Check(Config.QuickThrowOnFailure);
    }

    [Theory]
    [InlineData("MIG-1\nExecStart=/bin/evil")]
    [InlineData("MIG-%h")]
    [InlineData("MIG-1 B=2")]
    [InlineData("MIG-\"")]
    [InlineData("")]
    public async Task StartAsync_DeviceNameThatWouldInject_IsRefused(string visible)
    {
        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left) with { Device = Bench.Device() with { Visible = visible } });

        Assert.Equal(StepTrouble.Unexpected, Assert.IsType<StepOutcome.Refused>(outcome).Trouble);
        Assert.Empty(_bench.Systemd.Calls);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_bench.UnitRoot));
    }

    [Theory]
    [InlineData("GPU-1\nX=", "1g.10gb")]
    [InlineData("GPU-1", "1g.10gb\nX=")]
    public void DropIn_OfASeatThatWouldInject_IsNotWritten(string gpu, string profile)
    {
        Assert.Null(DropInText.Write(new("a", new Seat(new GpuUuid(gpu), new PlacedInstance(profile, new Placement(0, 1))), 1), Rights));
    }

    [Theory]
    [InlineData("../../etc/cron.d/x")]
    [InlineData("--force")]
    [InlineData("a b.service")]
    [InlineData("a@b@c.service")]
    [InlineData("a\n.service")]
    [InlineData(".service")]
    [InlineData("gpu-optimizer.service")]
    [InlineData("*.service")]
    [InlineData("@.service")]
    public async Task StartAsync_UnitNameThatIsNone_IsRefused(string unit)
    {
        WorkloadDeclaration odd = Bench.Chat() with { Host = new WorkloadHost.Systemd(unit) };

        StepOutcome outcome = await _bench.StartAsync(_bench.Order(odd, Bench.Left));

        Assert.Equal(StepTrouble.NotSupported, Assert.IsType<StepOutcome.Refused>(outcome).Trouble);
        Assert.Empty(_bench.Systemd.Calls);
    }

    [Theory]
    [InlineData("chat@.service", "chat@3.service", 3)]
    [InlineData("chat@.service", "chat@03.service", null)]
    [InlineData("chat@.service", "chat@0.service", null)]
    [InlineData("chat@.service", "chat@x.service", null)]
    [InlineData("chat@.service", "chatter@1.service", null)]
    [InlineData("chat", "chat.service", 1)]
    [InlineData("chat@blue.service", "chat@blue.service", 1)]
    public void Number_OfAUnit_IsThatOfItsReplica(string declared, string unit, int? number)
    {
        Assert.Equal(number, ServiceUnit.TryCreate(declared)!.Number(unit));
    }

    [Theory]
    [InlineData("1min 30s", 90.0)]
    [InlineData("1h 2ms", 3600.002)]
    [InlineData("2w 1d", 1296000.0)]
    [InlineData("infinity", null)]
    [InlineData("", null)]
    [InlineData("12 parsecs", null)]
    public void Span_AsSystemdPrintsIt_IsRead(string text, double? seconds)
    {
        Assert.Equal(seconds, UnitStatusReader.Span(text)?.TotalSeconds);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[X-GpuOptimizer]\nVersion=2\nWorkload=a\nGpu=GPU-1\nProcesses=1\n")]
    [InlineData("[X-GpuOptimizer]\nVersion=1\nWorkload=a\nGpu=GPU-1\nProcesses=many\n")]
    [InlineData("[X-GpuOptimizer]\nVersion=1\nWorkload=a\nGpu=GPU-1\nGpu=GPU-2\nProcesses=1\n")]
    [InlineData("[X-GpuOptimizer]\nVersion=1\nWorkload=a\nGpu=GPU-1\nProfile=1g.10gb\nProcesses=1\n")]
    public void Read_DamagedDropIn_IsNoBinding(string text)
    {
        Assert.Null(DropInText.Read(text));
    }
}
