using NodaTime;
using Optimizer.Forecasting.Ensemble;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class ClockProfileTests
{
    private const int Bin = 600;

    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];

    [Theory]
    [InlineData(2024, 3, 31)]
    [InlineData(2024, 10, 27)]
    public void At_OnTheDaysAroundAClockChange_HasTheLocalPeakAtItsLocalTime(int year, int month, int day)
    {
        LocalDate change = new(year, month, day);
        SeriesHistory history = new(5000);
        ClockProfile profile = new(history, new SeriesOptions { BinSeconds = Bin, Zone = Berlin });

        // An hour of work at nine o'clock, local time, for eight days; then the day of the change and the two after it are asked for.
        Fill(history, change.PlusDays(-8), change);
        for (int after = 0; after < 3; after++)
        {
            LocalDate date = change.PlusDays(after);
            long nine = Index(date, 9), ten = Index(date, 10), eight = Index(date, 8);

            Assert.Equal(100, profile.At(nine + 3).Median, 9);
            Assert.Equal(0, profile.At(eight + 2).Mean, 9);
            Assert.Equal(0, profile.At(ten + 3).Mean, 9);
            Assert.Equal(100, profile.RawDaysBefore(nine, after + 1), 9);
            Fill(history, date, date.PlusDays(1));
        }
    }

    [Fact]
    public void At_WithoutAZone_MeansTheSameTimeInUtc()
    {
        SeriesHistory history = new(5000);
        ClockProfile profile = new(history, new SeriesOptions { BinSeconds = Bin });
        LocalDate change = new(2024, 3, 31);
        Fill(history, change.PlusDays(-8), change);

        // Nine o'clock in winter is 08:00 UTC; so it stays.
        long eight = BinClock.Index(Instant.FromUtc(2024, 3, 31, 8, 0), Bin);
        Assert.Equal(100, profile.At(eight + 3).Median, 9);
    }

    [Fact]
    public void At_AfterAGap_KeepsThePhase()
    {
        SeriesHistory history = new(5000);
        ClockProfile profile = new(history, new SeriesOptions { BinSeconds = 3600 });
        long start = 24 * 19_000;
        for (long i = 0; i < 24 * 7; i++)
        {
            // Nothing from the fourth day noon to the fifth day evening.
            if (i is < 84 or > 115)
            {
                history.Append(start + i, i % 24);
            }
        }

        for (int hour = 2; hour < 22; hour++)
        {
            // Next to the gap a neighbour is missing from the smoothing: that is within half an hour's change; a shifted phase is 31 hours off.
            Assert.Equal(hour, profile.At(start + (24 * 7) + hour).Mean, 0.5);
        }
    }

    [Fact]
    public void At_OfNoKnownDay_IsUnknown_AndOfOneDay_IsThatDay()
    {
        SeriesHistory history = new(5000);
        ClockProfile profile = new(history, new SeriesOptions { BinSeconds = 3600 });
        Assert.False(profile.At(1000).IsKnown);
        for (long i = 0; i < 24; i++)
        {
            history.Append(1000 + i, 3);
        }

        Assert.Equal(new ProfileValue(3, 3, 0, 3, double.NaN), profile.At(1024 + 5));
        Assert.Equal(3, profile.PeakBefore(1024, 6));
        Assert.Equal(double.NaN, profile.Peak(5000, 6));
    }

    [Fact]
    public void At_WithOneOddDay_MedianIgnoresIt_AndTheNewestDayCountsMost()
    {
        SeriesHistory history = new(5000);
        ClockProfile profile = new(history, new SeriesOptions { BinSeconds = 3600 });
        for (long i = 0; i < 24 * 7; i++)
        {
            history.Append(1000 + i, i / 24 == 6 ? 100 : 10);
        }

        ProfileValue value = profile.At(1000 + (24 * 7) + 5);

        Assert.Equal(10, value.Median);
        // A seventh would be 22.9.
        Assert.InRange(value.Mean, 25, 50);
    }

    private static void Fill(SeriesHistory history, LocalDate from, LocalDate to)
    {
        for (long index = Index(from, 0); index < Index(to, 0); index++)
        {
            int hour = BinClock.Start(index, Bin).InZone(Berlin).Hour;
            history.Append(index, hour == 9 ? 100 : 0);
        }
    }

    private static long Index(LocalDate date, int hour) => BinClock.Index(date.At(new LocalTime(hour, 0)).InZoneLeniently(Berlin).ToInstant(), Bin);
}
