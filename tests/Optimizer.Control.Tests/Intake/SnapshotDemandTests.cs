using Optimizer.Control.Demand;
using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Tests.Intake;

public sealed class SnapshotDemandTests
{
    [Fact]
    public void Read_WorkloadOnTwoInstances_SumsActivityTimesSlices()
    {
        NodeSnapshot seen = new SomeNode().Mig("A", (3, 0.5), (1, 0.2)).With("chat.service", "A", 1).With("chat.service", "A", 2).At(0);

        DemandSample slices = Single(seen, SeriesScope.Workload, "chat.service", DemandSignal.ComputeSlices);

        Assert.Equal(1.7, slices.Value, 12);
        Assert.Equal(7, slices.Cap);
        Assert.False(slices.Saturated);
        Assert.Equal(2.0 * (1 << 30), Single(seen, SeriesScope.Workload, "chat.service", DemandSignal.MemoryBytes).Value);
    }

    [Fact]
    public void Read_DeclaredTemplate_ReplicasAreOneSeriesThatSurvivesRepartitioning()
    {
        SnapshotDemand intake = new([new() { Name = "chat", Host = new WorkloadHost.Systemd("chat@.service"), Qos = QosClass.Guaranteed }]);
        NodeSnapshot before = new SomeNode().Mig("A", (3, 0.5), (3, 0.5)).With("chat@1.service", "A", 1).With("chat@2.service", "A", 2).At(0);
        NodeSnapshot after = new SomeNode().Mig("A").Mig("B", (7, 0.3)).With("chat@7.service", "B", 1).At(60);

        Assert.Equal(3.0, Find(intake.Read(before), SeriesScope.Workload, "chat", DemandSignal.ComputeSlices)!.Value.Value, 12);
        IntakeReading moved = intake.Read(after);
        Assert.Equal(2.1, Find(moved, SeriesScope.Workload, "chat", DemandSignal.ComputeSlices)!.Value.Value, 12);
        Assert.Equal(2.1, Find(moved, SeriesScope.Class, "guaranteed", DemandSignal.ComputeSlices)!.Value.Value, 12);
    }

    [Theory]
    [InlineData(0.94, false)]
    [InlineData(0.95, true)]
    [InlineData(1.0, true)]
    public void Read_ActivityAtItsLimit_IsALowerBoundEverywhere(double activity, bool saturated)
    {
        NodeSnapshot seen = new SomeNode().Mig("A", (3, activity), (1, 0.1)).With("a", "A", 1).With("b", "A", 2).At(0);

        Assert.Equal(saturated, Single(seen, SeriesScope.Workload, "a", DemandSignal.ComputeSlices).Saturated);
        Assert.False(Single(seen, SeriesScope.Workload, "b", DemandSignal.ComputeSlices).Saturated);
        Assert.Equal(saturated, Single(seen, SeriesScope.Class, "undeclared", DemandSignal.ComputeSlices).Saturated);
        Assert.Equal(saturated, Single(seen, SeriesScope.Gpu, "A", DemandSignal.ComputeSlices).Saturated);
    }

    [Fact]
    public void Read_OneOfFourReplicasAtItsLimit_NeitherTheWorkloadNorItsClassIsALowerBound()
    {
        SomeNode one = new SomeNode().Mig("A", (1, 1.0), (1, 0.2), (1, 0.2), (1, 0.2));
        SomeNode two = new SomeNode().Mig("A", (1, 1.0), (1, 1.0), (1, 0.2), (1, 0.2));
        for (uint instance = 1; instance <= 4; instance++)
        {
            one.With("chat", "A", instance);
            two.With("chat", "A", instance);
        }

        Assert.False(Single(one.At(0), SeriesScope.Workload, "chat", DemandSignal.ComputeSlices).Saturated);
        Assert.False(Single(one.At(0), SeriesScope.Class, "undeclared", DemandSignal.ComputeSlices).Saturated);
        Assert.True(Single(two.At(0), SeriesScope.Workload, "chat", DemandSignal.ComputeSlices).Saturated); // half of its slices
    }

    [Fact]
    public void Read_SharedInstance_IsSplitEquallyAndSaidSo()
    {
        NodeSnapshot seen = new SomeNode().Mig("A", (4, 0.6)).With("a", "A", 1).With("b", "A", 1).Process("A", 1, null, "Xorg").At(0);
        IntakeReading reading = new SnapshotDemand([]).Read(seen);

        Assert.Equal(0.8, Find(reading, SeriesScope.Workload, "a", DemandSignal.ComputeSlices)!.Value.Value, 12);
        Assert.Equal(["a", "b"], reading.EqualShares);
    }

    [Fact]
    public void Read_PartOfAWorkloadUnreadable_GivesNeitherItNorItsClass()
    {
        NodeSnapshot seen = new SomeNode().Mig("A", (3, 0.5), (1, null)).With("a", "A", 1).With("a", "A", 2).With("b", "A", 1, memory: null).At(0);
        IntakeReading reading = new SnapshotDemand([]).Read(seen);

        Assert.Null(Find(reading, SeriesScope.Workload, "a", DemandSignal.ComputeSlices));
        Assert.NotNull(Find(reading, SeriesScope.Workload, "a", DemandSignal.MemoryBytes));
        Assert.NotNull(Find(reading, SeriesScope.Workload, "b", DemandSignal.ComputeSlices));
        Assert.Null(Find(reading, SeriesScope.Workload, "b", DemandSignal.MemoryBytes));
        Assert.Null(Find(reading, SeriesScope.Class, "undeclared", DemandSignal.ComputeSlices));
        Assert.Equal(["a"], reading.Unreadable);
    }

    [Fact]
    public void Read_WholeGpu_CountsAsManySlicesAsItWouldWithMig()
    {
        NodeSnapshot seen = new SomeNode().Whole("A", activity: 0.5, busy: 1.0).Whole("B", activity: null, busy: 0.25).Whole("C", null).With("train", "A", null).At(0);

        Assert.Equal(3.5, Single(seen, SeriesScope.Workload, "train", DemandSignal.ComputeSlices).Value, 12);
        Assert.Equal(1.75, Single(seen, SeriesScope.Gpu, "B", DemandSignal.ComputeSlices).Value, 12);
        Assert.Null(Find(new SnapshotDemand([]).Read(seen), SeriesScope.Gpu, "C", DemandSignal.ComputeSlices));
    }

    [Fact]
    public void Read_MigSwitchedOff_KeepsTheSlicesTheGpuHadBefore()
    {
        SnapshotDemand intake = new([]);
        intake.Read(new SomeNode().Mig("A").Change("A", FourSlices).At(0));

        IntakeReading off = intake.Read(new SomeNode().Whole("A", 0.5).Whole("B", 0.5).At(1));

        Assert.Equal(2, Find(off, SeriesScope.Gpu, "A", DemandSignal.ComputeSlices)!.Value.Value, 12);
        Assert.Equal(4, Find(off, SeriesScope.Gpu, "B", DemandSignal.ComputeSlices)!.Value.Cap);
    }

    [Fact]
    public void Read_Power_IsCappedByTheLimitInForce()
    {
        NodeSnapshot seen = new SomeNode().Whole("A", 1).Change("A", gpu => gpu with { Power = new PowerReading { Watts = 690, EnforcedLimitWatts = 700 } }).At(0);

        DemandSample power = Single(seen, SeriesScope.Gpu, "A", DemandSignal.PowerWatts);

        Assert.Equal((690, 700, true), (power.Value, power.Cap, power.Saturated));
    }

    [Fact]
    public void Read_SameSnapshot_IsOrderedByKeyWithoutDuplicates()
    {
        NodeSnapshot seen = new SomeNode().Mig("A", (3, 0.5), (1, 0.2)).Whole("B", 0.1).With("b", "A", 1).With("a", "A", 2).With("a", "B", null).At(0);
        SeriesKey[] keys = [.. new SnapshotDemand([]).Read(seen).Samples.Select(sample => sample.Key)];

        Assert.Equal(keys.Distinct().Order(), keys);
    }

    private static GpuSnapshot FourSlices(GpuSnapshot gpu) =>
        gpu with { Mig = gpu.Mig! with { Slices = new SliceUse(new SliceStates(0, 0, 4, 0), new SliceStates(0, 0, 4, 0)) } };

    private static DemandSample Single(NodeSnapshot seen, SeriesScope scope, string name, DemandSignal signal) =>
        Find(new SnapshotDemand([]).Read(seen), scope, name, signal) ?? throw new InvalidOperationException($"no sample of {scope} {name} {signal}");

    private static DemandSample? Find(IntakeReading reading, SeriesScope scope, string name, DemandSignal signal) =>
        reading.Samples.Where(sample => sample.Key == new SeriesKey(scope, name, signal)).Select(sample => (DemandSample?)sample).SingleOrDefault();
}
