using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Sizing;

namespace Optimizer.Planning.Tests.Sizing;

public sealed class SizerRefusalTests
{
    private static readonly MeasuredSpeed Good = new("bert", "1g.10gb", 8, 1, 100, 0.079m);

    [Theory]
    [InlineData(0, SizeRefusalReason.BadRate, "a rate of 0 requests per second, expected more than 0 and at most 1000000000; remove a service that serves nothing")]
    [InlineData(-3.5, SizeRefusalReason.BadRate, "a rate of -3.5 requests per second, expected more than 0 and at most 1000000000; remove a service that serves nothing")]
    [InlineData(3e9, SizeRefusalReason.BadRate, "a rate of 3000000000 requests per second, expected more than 0 and at most 1000000000; remove a service that serves nothing")]
    [InlineData(2000001, SizeRefusalReason.BadRate, "a rate of 2000001 requests per second is more than 20000 of its fastest instances serve (100 each); check the unit of the rate, or split the service")]
    public void Size_ImpossibleRate_IsRefused(double rate, SizeRefusalReason reason, string sentence) =>
        Assert.Equal(new SizeRefusal("chat", reason, sentence), Single([Good], new ServiceTarget("chat", "bert", (decimal)rate, 1000)));

    [Fact]
    public void Size_ServiceNoProfileServes_NamesTheLatencyThatWouldDo()
    {
        SizeRefusal refusal = Single([Good, Good with { Profile = "2g.20gb", LatencySeconds = 0.054m }, Good with { Processes = 4, LatencySeconds = 0.001m }], new ServiceTarget("chat", "bert", 10, 100));

        Assert.Equal(
            new SizeRefusal("chat", SizeRefusalReason.LatencyTooLow, "no profile answers within 0.45 x 100 ms = 45 ms; the fastest measured takes 54 ms (2g.20gb, batch 8, processes 1). A limit of 120.1 ms would do"),
            refusal);
        Assert.IsType<SizeOutcome.Sized>(Size([Good with { LatencySeconds = 0.054m }], new ServiceTarget("chat", "bert", 10, 120.1m)));
        Assert.IsType<SizeOutcome.Refused>(Size([Good with { LatencySeconds = 0.054m }], new ServiceTarget("chat", "bert", 10, 120m)));
    }

    [Fact]
    public void Size_LatencyLimitOfZero_IsRefused() => Assert.Equal(
        new SizeRefusal("chat", SizeRefusalReason.BadLatencyLimit, "a latency limit of 0 ms, expected more than 0 and at most 1000000000000000"),
        Single([Good], new ServiceTarget("chat", "bert", 10, 0)));

    [Fact]
    public void Size_NumbersAtTheEndOfTheirRange_AreRefusedNotAnOverflow()
    {
        SizeRefusal latency = Single([Good with { LatencySeconds = decimal.MaxValue }], new ServiceTarget("chat", "bert", 10, 100));
        Assert.Equal(SizeRefusalReason.BadMeasurement, latency.Reason);
        Assert.EndsWith("expected numbers from 0 to 1000000000", latency.Sentence);
        Assert.Equal(SizeRefusalReason.BadLatencyLimit, Single([Good], new ServiceTarget("chat", "bert", 10, decimal.MaxValue)).Reason);
    }

    [Fact]
    public void Size_UnknownModel_IsRefusedWithTheMeasuredOnes() => Assert.Equal(
        new SizeRefusal("chat", SizeRefusalReason.UnknownModel, "the model brt is not measured, expected one of bert, vgg16; measure it, or correct the name"),
        Single([Good, Good with { Model = "vgg16" }], new ServiceTarget("chat", "brt", 10, 100)));

    [Fact]
    public void Size_ModelRanNowhere_IsRefused() => Assert.Equal(
        new SizeRefusal("chat", SizeRefusalReason.NothingRuns, "the model bert ran in no instance when it was measured; measure it on a wider profile"),
        Single([Good with { ThroughputPerSecond = 0, LatencySeconds = 0 }], new ServiceTarget("chat", "bert", 10, 100)));

    [Fact]
    public void Size_ModelRanOnlyWithMoreProcesses_IsRefused() => Assert.Equal(
        new SizeRefusal("chat", SizeRefusalReason.NothingRuns, "the model bert was measured with no fewer than 5 processes, at most 3 are allowed; allow that many"),
        Single([Good with { Processes = 5 }], new ServiceTarget("chat", "bert", 10, 1000)));

    [Fact]
    public void Size_ServiceNamedTwice_IsRefused()
    {
        ServiceTarget service = new("chat", "bert", 10, 1000);

        Assert.Equal(new SizeRefusal("chat", SizeRefusalReason.DuplicateService, "named twice; give each service one row, with the sum of its rates"), Single([Good], service, service));
    }

    [Fact]
    public void Size_BadMeasurements_AreAllRefusedAtOnce()
    {
        MeasuredSpeed[] bad =
        [
            Good, Good, Good with { Profile = "5g.50gb" }, Good with { Batch = 0 }, Good with { Batch = 2, ThroughputPerSecond = -1 }, Good with { Batch = 4, LatencySeconds = 0 },
        ];

        SizeOutcome.Refused refused = Assert.IsType<SizeOutcome.Refused>(Size(bad, new ServiceTarget("chat", "bert", 0, 1000)));

        Assert.Equal(
            [
                "bert on 1g.10gb, batch 8, processes 1: measured twice; keep one of them",
                "bert on 5g.50gb, batch 8, processes 1: the GPU has no such profile, expected one of 7g.80gb, 4g.40gb, 3g.40gb, 2g.20gb, 1g.20gb, 1g.10gb, 1g.10gb+me",
                "bert on 1g.10gb, batch 0, processes 1: batch and processes are 1 or more",
                "bert on 1g.10gb, batch 2, processes 1: a throughput of -1 per second at 0.079 s, expected numbers from 0 to 1000000000",
                "bert on 1g.10gb, batch 4, processes 1: a throughput without a latency; both are 0 where the model did not run",
                "a rate of 0 requests per second, expected more than 0 and at most 1000000000; remove a service that serves nothing",
            ],
            refused.Reasons.Select(static reason => reason.Sentence));
    }

    [Theory]
    [InlineData(0, 0.45, "at most 0 processes in an instance leave nothing to run; allow 1 or more")]
    [InlineData(3, 0, "a share of 0 of the latency limit makes no sense; it lies between 0.001 and 1")]
    [InlineData(3, 1e-28, "a share of 0.0000000000000000000000000001 of the latency limit makes no sense; it lies between 0.001 and 1")]
    [InlineData(3, 1.5, "a share of 1.5 of the latency limit makes no sense; it lies between 0.001 and 1")]
    public void Size_TermsThatAllowNothing_AreRefused(int processes, double share, string sentence)
    {
        SizeOutcome outcome = Sizer.Size(Board.Geometry("a100-80gb"), [Good], [new ServiceTarget("chat", "bert", 10, 1000)], new SizingTerms { MaxProcesses = processes, LatencyShare = (decimal)share });

        Assert.Equal([new SizeRefusal(null, SizeRefusalReason.BadTerms, sentence)], Assert.IsType<SizeOutcome.Refused>(outcome).Reasons);
    }

    private static SizeOutcome Size(MeasuredSpeed[] speeds, params ServiceTarget[] services) => Sizer.Size(Board.Geometry("a100-80gb"), speeds, services, new SizingTerms());

    private static SizeRefusal Single(MeasuredSpeed[] speeds, params ServiceTarget[] services) =>
        Assert.Single(Assert.IsType<SizeOutcome.Refused>(Size(speeds, services)).Reasons.ToArray());
}
