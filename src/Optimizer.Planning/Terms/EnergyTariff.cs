using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Planning.Terms;

/// <summary>Price of energy by local time and weekday.</summary>
public sealed record EnergyTariff
{
    /// <summary>IANA name of the zone the tariff's hours are in; days with a clock change have 23 or 25 of them.</summary>
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Price outside every period, per kWh; may be negative.</summary>
    public double PricePerKwh { get; init; } = 0.25;

    /// <summary>Periods with a price of their own; the first that holds decides.</summary>
    public ValueArray<TariffPeriod> Periods { get; init; } = [];

    /// <summary>The price at one moment.</summary>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The zone is not an IANA name.</exception>
    public double PriceAt(Instant at)
    {
        LocalDateTime local = at.InZone(DateTimeZoneProviders.Tzdb[TimeZone]).LocalDateTime;
        return Periods.Where(period => WeeklyTime.Of(period).Holds(local)).Select(period => (double?)period.PricePerKwh).FirstOrDefault() ?? PricePerKwh;
    }
}
