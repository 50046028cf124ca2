using NodaTime;
using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Control.Tests.Intake;

/// <summary>When a workload that is not seen demands 0, and when nothing is known.</summary>
public sealed class AbsenceTests
{
    private static readonly WorkloadDeclaration Chat = new() { Name = "chat", Restart = Duration.FromSeconds(60) };

    [Fact]
    public void Read_StoppedForLessThanItsRestart_IsAGapThenZero()
    {
        SnapshotDemand intake = new([Chat]);
        intake.Read(new SomeNode().Mig("A", (3, 0.5)).With("chat", "A", 1).At(0));

        Assert.Null(Slices(intake, Idle().At(30)));
        Assert.Null(Slices(intake, Idle().Ended("chat").At(60)));
        Assert.Equal(0, Slices(intake, Idle().Ended("chat").At(61)));
        Assert.Equal(0, Slices(intake, Idle().At(1000)));
    }

    [Fact]
    public void Read_NeverSeenSinceTheStart_GetsItsRestartTimeToComeUp()
    {
        SnapshotDemand intake = new([Chat]);

        Assert.Null(Slices(intake, Idle().At(0)));
        Assert.Equal(0, Slices(intake, Idle().At(90)));
    }

    [Fact]
    public void Read_NobodyDeclaredIt_IsZeroFromItsEnd()
    {
        SnapshotDemand intake = new([]);
        intake.Read(new SomeNode().Mig("A", (3, 0.5)).With("chat", "A", 1).At(0));

        Assert.Equal(0, Slices(intake, Idle().Ended("chat").At(1)));
        Assert.Null(Slices(intake, Idle().At(400)));
    }

    [Fact]
    public void Read_ProcessListNotRead_AbsenceIsNotKnown()
    {
        SnapshotDemand intake = new([Chat]);
        intake.Read(Idle().At(0));

        Assert.Null(Slices(intake, Idle().Change("A", gpu => gpu with { Processes = null }).At(600)));
        Assert.Null(Slices(intake, Idle().Process("A", 1, workload: null, command: null).At(700)));
        Assert.Null(Slices(intake, Idle().At(800) with { Driver = null }));
        Assert.Equal(0, Slices(intake, Idle().Process("A", 1, workload: null, command: "Xorg").At(900)));
    }

    [Fact]
    public void Read_ItsGpuIsLost_IsUnknownForFiveMinutes()
    {
        SnapshotDemand intake = new([Chat]);
        intake.Read(Two().With("chat", "B", 1).At(0));

        Assert.Null(Slices(intake, Two().Lose("B").At(120)));
        Assert.Equal(0, Slices(intake, Two().Lose("B").At(301)));
    }

    [Fact]
    public void Read_OneOfItsGpusIsLost_TheRestIsNotTakenForTheWhole()
    {
        SnapshotDemand intake = new([Chat]);
        intake.Read(Two().With("chat", "A", 1).With("chat", "B", 1).At(0));

        Assert.Null(Slices(intake, Two().With("chat", "A", 1).Lose("B").At(60)));
        Assert.Equal(1.5, Slices(intake, Two().With("chat", "A", 1).Lose("B").At(400)));
    }

    [Fact]
    public void Read_AnotherGpuIsLost_CostsNothing()
    {
        SnapshotDemand intake = new([Chat]);
        intake.Read(Two().With("chat", "A", 1).At(0));

        Assert.Equal(1.5, Slices(intake, Two().With("chat", "A", 1).Lose("B").At(1)));
    }

    private static SomeNode Idle() => new SomeNode().Mig("A", (3, 0.5));

    private static SomeNode Two() => new SomeNode().Mig("A", (3, 0.5)).Mig("B", (3, 0.5));

    private static double? Slices(SnapshotDemand intake, NodeSnapshot seen) => intake.Read(seen).Samples
        .Where(sample => sample.Key == new SeriesKey(SeriesScope.Workload, "chat", DemandSignal.ComputeSlices))
        .Select(sample => (double?)sample.Value)
        .SingleOrDefault();
}
