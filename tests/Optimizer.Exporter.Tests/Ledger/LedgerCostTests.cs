using NodaTime;
using Optimizer.Exporter.Ledger;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Ledger;

/// <summary>Money: time at its price, energy at its tariff.</summary>
public sealed class LedgerCostTests
{
    private static readonly GpuSnapshot Gpu = Some.H100();

    private readonly DeviceStateLedger _ledger = new(0.05);
    private long _sequence;

    [Fact]
    public void Take_HourAtAPrice_CostsIt()
    {
        Price(2, 0.25);
        See(0);
        for (int minute = 1; minute <= 60; minute++)
        {
            See(minute * 60);
        }

        LedgerEntry entry = Entry();
        Assert.Equal(2, entry.Cost[(int)DeviceState.Busy], 9);
        Assert.Equal(0, entry.Cost[(int)DeviceState.Unavailable]);
    }

    [Fact]
    public void Take_PriceChanges_OldTimeKeepsItsPriceAndTimeBeforeAPriceIsFree()
    {
        See(0);
        See(60);
        Assert.True(Entry().Cost.IsEmpty);

        Price(60, 0);
        Assert.Equal(0, Entry().Cost.Sum());
        See(120);
        Price(120, 0);
        See(180);
        _ledger.Take(SomeControl.New());
        See(240);

        Assert.Equal(1 + 2, Entry().Cost.Sum(), 9);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-1)]
    [InlineData(double.PositiveInfinity)]
    public void Take_PriceThatIsNone_ChargesNothing(double price)
    {
        Price(price, price);
        See(0, 1000);
        See(60, 2000);

        Assert.True(Entry().Cost.IsEmpty);
        Assert.Null(Entry().EnergyCost);
    }

    [Fact]
    public void Take_AnotherCurrency_MoneyStartsAgainAndTimeGoesOn()
    {
        Price(60, 1);
        See(0, 0);
        See(60, 36_000);
        _ledger.Take(SomeControl.New());
        _ledger.Take(SomeControl.New() with { Prices = SomeControl.Prices(Gpu.Uuid, 120, 1, "USD") });
        See(120, 72_000);

        Assert.Equal(2, Entry().Cost.Sum(), 9);
        Assert.Equal(0.01, Entry().EnergyCost!.Value, 9);
        Assert.Equal(120, Entry().Total.TotalSeconds);
    }

    [Fact]
    public void Take_MeterMoves_IsChargedAtTheTariff()
    {
        Price(0, 0.5);
        See(0, 5_000_000);
        Assert.Equal(0, Entry().EnergyCost);
        See(60, 5_036_000);

        Assert.Equal(0.005, Entry().EnergyCost!.Value, 9);
    }

    [Fact]
    public void Take_MeterAway_ChargesTheGapWhenItIsBack()
    {
        Price(0, 1);
        See(0, 1_000_000);
        See(60, null);
        See(120, 1_072_000);

        Assert.Equal(0.02, Entry().EnergyCost!.Value, 9);
    }

    [Fact]
    public void Take_MeterResetOrMisread_ChargesNothingForTheJumpAndGoesOn()
    {
        Price(0, 1);
        See(0, 9_000_000_000);
        See(60, 500);
        See(120, 36_500);
        See(180, 9_000_000_000);
        See(240, 9_000_036_000);

        Assert.Equal(0.02, Entry().EnergyCost!.Value, 9);
    }

    [Fact]
    public void Take_NoMeter_SaysNoEnergyCost()
    {
        Price(1, 1);
        See(0, null);
        See(60, null);

        Assert.Null(Entry().EnergyCost);
    }

    private void Price(double perHour, double perKwh) => _ledger.Take(SomeControl.New() with { Prices = SomeControl.Prices(Gpu.Uuid, perHour, perKwh) });

    private void See(double seconds, double? joules = null) =>
        _ledger.Take(Some.Node(++_sequence).WithGpu(Gpu with { Power = new PowerReading { EnergyJoules = joules } }), Duration.FromSeconds(seconds));

    private LedgerEntry Entry() => Assert.Single(_ledger.Entries());
}
