using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Control.Tests.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;

namespace Optimizer.Control.Tests.Loop;

/// <summary>What is measured of steps, for histograms.</summary>
public sealed class ReportBookTests
{
    private static readonly PlanStep.StartReplica Start = new("chat", SomePlan.Slice, 1, true) { Gpu = SomePlan.Gpu, Rung = DisruptionRung.Move, ExpectedSeconds = 1 };

    [Fact]
    public void Measure_StandInIsReady_IsResumedAndInterruptsNobody()
    {
        ReportBook book = new();

        book.Measure(SomePlan.Record(1, PlanLife.Acting), Start, compensation: false, Duration.FromSeconds(20), canRunTwice: true);

        Assert.Equal([new Measured("resume", "", 20), new Measured("interruption", "systemd", 0)], book.TakeMeasured());
        Assert.Equal([new MoveCount("move", "success", 1)], book.Moves);
    }

    [Fact]
    public void Measure_StandInIsStoppedAgain_IsADrainAndNoMove()
    {
        ReportBook book = new();

        book.Measure(SomePlan.Record(1, PlanLife.Unwinding), Start, compensation: true, Duration.FromSeconds(20), canRunTwice: true);

        Assert.Equal([new Measured("drain", "", 20)], book.TakeMeasured());
        Assert.Empty(book.Moves);
    }
}
