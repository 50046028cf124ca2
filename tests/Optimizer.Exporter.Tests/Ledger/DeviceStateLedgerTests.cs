using NodaTime;
using Optimizer.Exporter.Ledger;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Ledger;

/// <summary>Which state a GPU's time goes to.</summary>
public sealed class DeviceStateLedgerTests
{
    private static readonly GpuSnapshot Whole = Some.H100();

    [Fact]
    public void Take_FirstSnapshot_SaysZeroOfEveryState()
    {
        LedgerEntry entry = Assert.Single(After(Whole, seconds: 0).Entries());

        Assert.Equal(6, entry.Time.Count);
        Assert.Equal(Duration.Zero, entry.Total);
        Assert.True(entry.Cost.IsEmpty);
        Assert.Null(entry.EnergyCost);
    }

    [Fact]
    public void Take_WholeGpu_IsBusyIdleOrFreeAsOne()
    {
        Assert.Equal(10, Seconds(After(Whole), DeviceState.Busy));
        Assert.Equal(10, Seconds(After(Whole with { Activity = Some.Activity(0.01) }), DeviceState.Idle));
        Assert.Equal(10, Seconds(After(Whole with { Processes = new ProcessCounts(0, 0) }), DeviceState.Free));
        Assert.Equal(10, Seconds(After(Whole with { Processes = null, Activity = null, Utilization = null }), DeviceState.Busy));
    }

    [Fact]
    public void Take_Instances_WeighByMultiprocessorsAndNotBySlices()
    {
        // 132 multiprocessors: 48 in use, 32 set aside, and of the 52 left one of two free slices can still be used.
        GpuSnapshot gpu = Some.H100().WithMig("3g.40gb@0", "2g.20gb@4").WithInstances(static instance => instance.Id == 2 ? instance with { Processes = 0 } : instance);
        gpu = gpu with { Mig = gpu.Mig! with { Slices = new SliceUse(new SliceStates(3, 2, 1, 1), new SliceStates(4, 2, 1, 1)) } };

        DeviceStateLedger ledger = After(gpu, seconds: 132);

        Assert.Equal(48, Seconds(ledger, DeviceState.Busy), 6);
        Assert.Equal(32, Seconds(ledger, DeviceState.Idle), 6);
        Assert.Equal(26, Seconds(ledger, DeviceState.Free), 6);
        Assert.Equal(26, Seconds(ledger, DeviceState.Stranded), 6);
    }

    [Fact]
    public void Take_SevenSmallInstances_MultiprocessorsNoProfileReachesAreStranded()
    {
        GpuSnapshot gpu = Some.H100().WithMig("1g.10gb@0", "1g.10gb@1", "1g.10gb@2", "1g.10gb@3", "1g.10gb@4", "1g.10gb@5", "1g.10gb@6");

        DeviceStateLedger ledger = After(gpu, seconds: 132);

        Assert.Equal(112, Seconds(ledger, DeviceState.Busy), 6);
        Assert.Equal(20, Seconds(ledger, DeviceState.Stranded), 6);
    }

    [Fact]
    public void Take_MultiprocessorsNotKnown_GoesBySlicesAndWithoutThoseAsOne()
    {
        GpuSnapshot gpu = Some.H100().WithMig("3g.40gb@0").WithInstances(static instance => instance with { Multiprocessors = null });

        Assert.Equal(3, Seconds(After(gpu, seconds: 7), DeviceState.Busy), 6);
        Assert.Equal(7, Seconds(After(gpu with { Mig = gpu.Mig! with { Slices = null } }, seconds: 7), DeviceState.Busy), 6);
        Assert.Equal(7, Seconds(After(Some.H100() with { Mig = new MigReading { Enabled = true, Pending = true }, Identity = Whole.Identity with { Multiprocessors = null } }, seconds: 7), DeviceState.Free), 6);
    }

    [Fact]
    public void Take_LostGpuOrGoneFromTheSnapshot_GoesOnAsUnavailable()
    {
        DeviceStateLedger ledger = After(Whole);
        ledger.Take(Some.Node(3).WithGpu(Some.LostGpu()), Duration.FromSeconds(15));
        ledger.Take(Some.Node(4), Duration.FromSeconds(17));

        Assert.Equal(10, Seconds(ledger, DeviceState.Busy));
        Assert.Equal(7, Seconds(ledger, DeviceState.Unavailable));
    }

    [Fact]
    public void Take_NobodyLookedForLong_IsUnavailable()
    {
        DeviceStateLedger ledger = After(Whole);
        ledger.Take(Some.Node(3).WithGpu(Whole), Duration.FromSeconds(10) + DeviceStateLedger.LongestInterval);
        ledger.Take(Some.Node(4).WithGpu(Whole), Duration.FromSeconds(11) + (DeviceStateLedger.LongestInterval * 2));

        Assert.Equal(10 + 300, Seconds(ledger, DeviceState.Busy));
        Assert.Equal(301, Seconds(ledger, DeviceState.Unavailable));
    }

    [Fact]
    public void Take_SameSnapshotTwice_CountsOnce()
    {
        DeviceStateLedger ledger = After(Whole);
        ledger.Take(Some.Node(2).WithGpu(Whole), Duration.FromSeconds(20));

        Assert.Equal(10, Assert.Single(ledger.Entries()).Total.TotalSeconds);
    }

    [Fact]
    public void Take_GpuBeingChanged_IsRepartitioningAlsoWhileItDoesNotAnswer()
    {
        DeviceStateLedger ledger = After(Whole);
        ledger.Take(SomeControl.New() with { Repartitioning = [Whole.Uuid] });
        ledger.Take(Some.Node(3).WithGpu(Some.LostGpu()), Duration.FromSeconds(14));
        ledger.Take(SomeControl.New(2));
        ledger.Take(Some.Node(4).WithGpu(Whole), Duration.FromSeconds(15));
        ledger.Take(Some.Node(5).WithGpu(Whole), Duration.FromSeconds(16));

        Assert.Equal(4, Seconds(ledger, DeviceState.Repartitioning));
        Assert.Equal(12, Seconds(ledger, DeviceState.Busy));
        Assert.Equal(0, Seconds(ledger, DeviceState.Unavailable));
    }

    [Fact]
    public void Take_ChangeThatEndedSinceTheLastSnapshot_StillCountsUpToThisOne()
    {
        GpuSnapshot unused = Whole with { Processes = new ProcessCounts(0, 0) };
        DeviceStateLedger ledger = After(unused);
        ledger.Take(SomeControl.New() with { Repartitioning = [Whole.Uuid] });
        ledger.Take(SomeControl.New(2));
        ledger.Take(Some.Node(3).WithGpu(unused), Duration.FromSeconds(11));
        ledger.Take(Some.Node(4).WithGpu(unused), Duration.FromSeconds(12));

        Assert.Equal(1, Seconds(ledger, DeviceState.Repartitioning));
        Assert.Equal(11, Seconds(ledger, DeviceState.Free));
    }

    [Fact]
    public void Take_GpuBeingChanged_InstancesThatServeOnAreBusy()
    {
        GpuSnapshot gpu = Some.H100().WithMig("3g.40gb@0", "2g.20gb@4").WithInstances(static instance => instance.Id == 2 ? instance with { Processes = 0 } : instance);
        DeviceStateLedger ledger = After(gpu, seconds: 0);
        ledger.Take(SomeControl.New() with { Repartitioning = [gpu.Uuid] });
        ledger.Take(Some.Node(3).WithGpu(gpu), Duration.FromSeconds(132));

        Assert.Equal(48, Seconds(ledger, DeviceState.Busy), 6);
        Assert.Equal(84, Seconds(ledger, DeviceState.Repartitioning), 6);
    }

    private static DeviceStateLedger After(GpuSnapshot gpu, double seconds = 10)
    {
        DeviceStateLedger ledger = new(0.05);
        ledger.Take(Some.Node(1).WithGpu(gpu), Duration.Zero);
        ledger.Take(Some.Node(2).WithGpu(gpu), Duration.FromSeconds(seconds));
        return ledger;
    }

    private static double Seconds(DeviceStateLedger ledger, DeviceState state) => Assert.Single(ledger.Entries()).Time[(int)state].TotalSeconds;
}
