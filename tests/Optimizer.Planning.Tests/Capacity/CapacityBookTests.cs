using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Capacity;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Capacity;

public sealed class CapacityBookTests
{
    private static readonly ProfileShape Small = A100.Shape("1g.10gb", Board.H100);

    private static readonly ProfileShape Half = A100.Shape("3g.40gb", Board.H100);

    [Fact]
    public void Options_OneRateDeclared_LearnsTheOtherProfilesWithTheirError()
    {
        ValueArray<SeatOption> options = Options(new CapacityBook(), Some.Service("chat", 10, ("1g.10gb", 5)));

        SeatOption half = Of(options, "3g.40gb");
        Assert.Equal(("declared", 5, 0), (Of(options, "1g.10gb").Source, Of(options, "1g.10gb").Rate, Of(options, "1g.10gb").RateError));
        Assert.Equal("learned", half.Source);
        Assert.InRange(half.Rate, 10, 25);
        Assert.InRange(half.RateError, 0.02, 0.8);
        Assert.Equal(options.OrderBy(option => option.Profile, StringComparer.Ordinal).ToValueArray(), options);
    }

    [Fact]
    public void Options_NothingKnown_IsEmpty() => Assert.True(Options(new CapacityBook(), Some.Service("chat", 10)).IsEmpty);

    [Fact]
    public void Options_SeenSaturatedOnce_StillBelievesWhatWasDeclared()
    {
        CapacityBook book = Saturated(new CapacityBook(), 1);

        Assert.Equal("declared", Of(Options(book, Some.Service("chat", 10, ("1g.10gb", 5))), "1g.10gb").Source);
        Assert.Equal("observed", Of(Options(book, Some.Service("chat", 10)), "1g.10gb").Source);
    }

    [Fact]
    public void Options_SeenSaturatedOften_BeatsWhatWasDeclaredAndTeachesTheRest()
    {
        CapacityBook book = Saturated(new CapacityBook(), 10);
        WorkloadNeed need = Some.Service("chat", 10, ("1g.10gb", 5));

        Assert.Equal(("observed", 8), (Of(Options(book, need), "1g.10gb").Source, Of(Options(book, need), "1g.10gb").Rate));
        Assert.True(Of(Options(book, need), "3g.40gb").Rate > Of(Options(new CapacityBook(), need), "3g.40gb").Rate * 1.5);
    }

    [Fact]
    public void Options_ServedMoreThanDeclared_CountsOnWhatWasServed()
    {
        CapacityBook book = new CapacityBook().ObserveServed("chat", Small, 7, Some.Noon).ObserveServed("chat", Small, 3, Some.Noon + Duration.FromHours(1));

        SeatOption option = Of(Options(book, Some.Service("chat", 10, ("1g.10gb", 5))), "1g.10gb");
        Assert.Equal(("observed", 7), (option.Source, option.Rate));
        Assert.Equal(7, Of(Options(book, Some.Service("chat", 10)), "1g.10gb").Rate);
    }

    [Fact]
    public void Options_ServedLongAgo_NoLongerBounds()
    {
        CapacityBook book = new CapacityBook().ObserveServed("chat", Small, 7, Some.Noon - Duration.FromDays(8));

        Assert.Equal(5, Of(Options(book, Some.Service("chat", 10, ("1g.10gb", 5))), "1g.10gb").Rate);
    }

    [Fact]
    public void ObserveSaturated_ServiceBecameSlower_FollowsWithinADay()
    {
        CapacityBook book = Saturated(new CapacityBook(), 50);
        for (int minute = 0; minute < 24 * 60; minute += 10)
        {
            book = book.ObserveSaturated("chat", Small, 4, Some.Noon + Duration.FromMinutes(minute));
        }

        Assert.InRange(book.PointsOf("chat")[0].Observed!.Value, 4, 4.5);
    }

    [Fact]
    public void ObserveSaturated_Readings_AreAveraged()
    {
        CapacityBook book = new CapacityBook().ObserveSaturated("chat", Small, 4, Some.Noon, smRatio: 0.5).ObserveSaturated("chat", Small, 8, Some.Noon, smRatio: 0.7);

        CapacityPoint point = Assert.Single(book.PointsOf("chat"));
        Assert.Equal(6, point.Observed!.Value, 9);
        Assert.Equal(2, point.ObservedWeight, 9);
        Assert.Equal(0.6, point.SmRatio!.Value, 9);
    }

    [Fact]
    public void Options_ProfileWithTooLittleMemoryForAllProcesses_IsLeftOut()
    {
        WorkloadNeed need = Some.Service("chat", 10, ("3g.40gb", 5)) with { MemoryBytes = 12UL << 30 };
        WorkloadNeed packed = need with { Options = need.Options.Select(option => option with { Processes = 4 }).ToValueArray() };

        Assert.DoesNotContain(Options(new CapacityBook(), need), option => option.Profile == "1g.10gb");
        Assert.Contains(Options(new CapacityBook(), need), option => option.Profile == "3g.40gb");
        Assert.DoesNotContain(Options(new CapacityBook(), packed), option => option.Profile == "3g.40gb");
    }

    [Fact]
    public void Options_DeclaredForAProfileNoGpuHere_IsKept() =>
        Assert.Equal(2, Of(Options(new CapacityBook(), Some.Service("chat", 10, ("2g.12gb", 2))), "2g.12gb").Rate);

    [Fact]
    public void Options_GpusInAnotherOrder_AreTheSame()
    {
        WorkloadNeed need = Some.Service("chat", 10, ("1g.10gb", 5));
        GpuState[] gpus = [Some.Gpu(0), Some.Gpu(1, Board.A30), Some.Gpu(2)];
        SeatRates rates = new(Saturated(new CapacityBook(), 4), CapacityModel.Default);

        Assert.Equal(rates.Options(need, gpus, Some.Noon), rates.Options(need, gpus.Reverse(), Some.Noon));
    }

    [Fact]
    public void Book_MoreWorkloadsThanItHolds_ForgetsTheOneUnheardOfLongest()
    {
        CapacityBook book = new();
        for (int number = 0; number <= CapacityBook.MaxWorkloads; number++)
        {
            book = book.ObserveServed($"w{number}", Small, 1, Some.Noon + Duration.FromSeconds(number));
        }

        Assert.Equal(CapacityBook.MaxWorkloads, book.Workloads.Count);
        Assert.True(book.PointsOf("w0").IsEmpty);
        Assert.False(book.PointsOf($"w{CapacityBook.MaxWorkloads}").IsEmpty);
    }

    [Fact]
    public void Observe_SameReadingsInTheSameOrder_MakesAnEqualBook() =>
        Assert.Equal(Saturated(new CapacityBook(), 5).Declare("b", Half, 3), Saturated(new CapacityBook(), 5).Declare("b", Half, 3));

    [Fact]
    public void Observe_FiguresThatCannotBe_AreRefused()
    {
        CapacityBook book = new();

        Assert.Contains("positive and finite", Assert.Throws<ArgumentException>(() => book.Declare("chat", Small, -1)).Message, StringComparison.Ordinal);
        Assert.Contains("0 to 1", Assert.Throws<ArgumentException>(() => book.ObserveSaturated("chat", Small, 1, Some.Noon, smRatio: 2)).Message, StringComparison.Ordinal);
        Assert.Contains("name of its workload", Assert.Throws<ArgumentException>(() => book.ObserveServed("", Small, 1, Some.Noon)).Message, StringComparison.Ordinal);
        Assert.Contains("0 bytes", Assert.Throws<ArgumentException>(() => book.Declare("chat", Small with { MemoryBytes = 0 }, 1)).Message, StringComparison.Ordinal);
    }

    private static CapacityBook Saturated(CapacityBook book, int times) =>
        Enumerable.Range(0, times).Aggregate(book, (past, time) => past.ObserveSaturated("chat", Small, 8, Some.Noon - Duration.FromMinutes(times - time)));

    private static ValueArray<SeatOption> Options(CapacityBook book, WorkloadNeed need) =>
        new SeatRates(book, CapacityModel.Default).Options(need, [Some.Gpu(0), Some.Gpu(1)], Some.Noon);

    private static SeatOption Of(ValueArray<SeatOption> options, string profile) => Assert.Single(options, option => option.Profile == profile);
}
