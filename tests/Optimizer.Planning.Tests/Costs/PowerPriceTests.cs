using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Costs;

public sealed class PowerPriceTests
{
    private static readonly DateTimeZone Berlin = DateTimeZoneProviders.Tzdb["Europe/Berlin"];
    private static readonly LocalDate Spring = new(2027, 3, 28);
    private static readonly LocalDate Autumn = new(2026, 10, 25);
    private static readonly LocalDate Ordinary = new(2026, 11, 23);

    [Theory]
    [InlineData(23)]
    [InlineData(24)]
    [InlineData(25)]
    public void Energy_OverADayOfSoManyHours_PaysAllOfThem(int hours)
    {
        LocalDate day = hours switch { 23 => Spring, 25 => Autumn, _ => Ordinary };

        Assert.Equal(hours * 0.25, OverDay(new EnergyTariff { TimeZone = "Europe/Berlin" }, day), 12);
    }

    [Fact]
    public void Energy_NightTariffWhenTheClockGoesForward_HasOneHourLess()
    {
        // 00:00 to 06:00 is five hours that day: the clock goes from 02:00 to 03:00.
        EnergyTariff night = Tariff(new TariffPeriod([], new LocalTime(0, 0), new LocalTime(6, 0), 0.10));

        Assert.Equal((5 * 0.10) + (18 * 0.25), OverDay(night, Spring), 12);
    }

    [Fact]
    public void Energy_PeriodTheClockShowsTwice_HoldsTwice()
    {
        // 02:30 comes twice on the last Sunday of October, before and after the clock goes back.
        EnergyTariff half = Tariff(new TariffPeriod([], new LocalTime(2, 15), new LocalTime(2, 45), 1.0));

        Assert.Equal((1.0 * 1.0) + (24 * 0.25), OverDay(half, Autumn), 12);
    }

    [Fact]
    public void Energy_PeriodTheClockSkips_DoesNotHold()
    {
        EnergyTariff half = Tariff(new TariffPeriod([], new LocalTime(2, 15), new LocalTime(2, 45), 1.0));

        Assert.Equal(23 * 0.25, OverDay(half, Spring), 12);
    }

    [Fact]
    public void Energy_PeriodOverMidnight_BelongsToTheDayItBeginsOn()
    {
        // Begins on Fridays at 22:00 and ends on Saturdays at 06:00.
        EnergyTariff friday = Tariff(new TariffPeriod([IsoDayOfWeek.Friday], new LocalTime(22, 0), new LocalTime(6, 0), 0.0));
        LocalDate day = new(2026, 11, 27);

        Assert.Equal(22 * 0.25, OverDay(friday, day), 12);
        Assert.Equal(18 * 0.25, OverDay(friday, day.PlusDays(1)), 12);
        Assert.Equal(24 * 0.25, OverDay(friday, day.PlusDays(-1)), 12);
    }

    [Fact]
    public void Energy_PeriodsThatOverlap_TheFirstDecides()
    {
        EnergyTariff tariff = Tariff(
            new TariffPeriod([], new LocalTime(12, 0), new LocalTime(13, 0), -0.05),
            new TariffPeriod([], new LocalTime(0, 0), new LocalTime(0, 0), 0.40));

        Assert.Equal((1 * -0.05) + (23 * 0.40), OverDay(tariff, Ordinary), 12);
    }

    [Fact]
    public void Energy_HorizonAcrossAPriceChange_TakesEachPriceForItsPart()
    {
        EnergyTariff evening = Tariff(new TariffPeriod([], new LocalTime(17, 0), new LocalTime(20, 0), 0.55));
        Instant start = (Ordinary + new LocalTime(16, 40)).InZoneStrictly(Berlin).ToInstant();

        Assert.Equal((20 / 60.0 * 0.25) + (40 / 60.0 * 0.55), PowerPrice.Energy(evening, start, start + Duration.FromHours(1)), 12);
    }

    [Fact]
    public void Energy_OfTwoStretches_IsTheSumOverBoth() =>
        Prop.ForAll(Gen.Choose(0, 400 * 24 * 60).ToArbitrary(), Gen.Choose(0, 3000).Two().ToArbitrary(), (offset, lengths) =>
        {
            EnergyTariff tariff = Tariff(
                new TariffPeriod([IsoDayOfWeek.Saturday, IsoDayOfWeek.Sunday], new LocalTime(22, 30), new LocalTime(3, 15), -0.1),
                new TariffPeriod([], new LocalTime(2, 10), new LocalTime(2, 50), 0.7));
            Instant start = Some.Noon + Duration.FromMinutes(offset);
            Instant middle = start + Duration.FromMinutes(lengths.Item1), end = middle + Duration.FromMinutes(lengths.Item2);
            double whole = PowerPrice.Energy(tariff, start, end);

            return Math.Abs(whole - PowerPrice.Energy(tariff, start, middle) - PowerPrice.Energy(tariff, middle, end)) < 1e-9;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Energy_OfAnyMinute_IsThePriceTheLocalClockSays() =>
        Prop.ForAll(Gen.Choose(0, 400 * 24 * 60).ToArbitrary(), offset =>
        {
            EnergyTariff tariff = Tariff(new TariffPeriod([], new LocalTime(22, 0), new LocalTime(6, 0), 0.1));
            Instant minute = Instant.FromUtc(2026, 10, 1, 0, 0) + Duration.FromMinutes(offset);
            int hour = minute.InZone(Berlin).Hour;
            double price = hour is >= 22 or < 6 ? 0.1 : 0.25;

            return Math.Abs(PowerPrice.Energy(tariff, minute, minute + Duration.FromMinutes(1)) - (price / 60)) < 1e-12;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Carbon_BeforeTheFirstAndAfterTheLastPoint_HoldsThem()
    {
        CarbonTerms terms = new(2.0, [new CarbonPoint(Some.Noon, 100), new CarbonPoint(Some.Noon + Duration.FromHours(1), 200)]);
        Instant start = Some.Noon - Duration.FromHours(1);

        // One hour before at 100, one at 100, two at 200 g; 2 a kg.
        Assert.Equal(0.6 * 2.0, PowerPrice.Carbon(terms, start, start + Duration.FromHours(4)), 12);
    }

    private static EnergyTariff Tariff(params TariffPeriod[] periods) => new() { TimeZone = "Europe/Berlin", Periods = [.. periods] };

    private static double OverDay(EnergyTariff tariff, LocalDate day) =>
        PowerPrice.Energy(tariff, day.AtStartOfDayInZone(Berlin).ToInstant(), day.PlusDays(1).AtStartOfDayInZone(Berlin).ToInstant());
}
