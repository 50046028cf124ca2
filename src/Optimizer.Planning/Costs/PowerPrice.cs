using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Costs;

/// <summary>What one kilowatt drawn at the meter over a stretch of time costs.</summary>
internal static class PowerPrice
{
    /// <summary>Energy at the tariff: the sum over the pieces of one price of hours times price.</summary>
    /// <exception cref="NodaTime.TimeZones.DateTimeZoneNotFoundException">The tariff's zone is not an IANA name.</exception>
    internal static double Energy(EnergyTariff tariff, Instant start, Instant end)
    {
        DateTimeZone zone = DateTimeZoneProviders.Tzdb[tariff.TimeZone];
        (WeeklyTime Time, double Price)[] periods = [.. tariff.Periods.Select(period => (WeeklyTime.Of(period), period.PricePerKwh))];
        double sum = 0;
        foreach (LocalSpan span in LocalSpans.Between(zone, start, end, [.. periods.Select(period => period.Time)]))
        {
            double price = tariff.PricePerKwh;
            foreach ((WeeklyTime time, double its) in periods)
            {
                if (time.Holds(span.Local))
                {
                    price = its;
                    break;
                }
            }

            sum += price * (span.End - span.Start).TotalHours;
        }

        return sum;
    }

    /// <summary>Emissions at their price. Before the first point the first one holds: the grid was not clean because nobody asked.</summary>
    internal static double Carbon(CarbonTerms? terms, Instant start, Instant end)
    {
        if (terms is null)
        {
            return 0;
        }

        ValueArray<CarbonPoint> series = terms.Series;
        double grams = 0;
        for (int point = 0; point < series.Count; point++)
        {
            Instant from = point == 0 ? start : Instant.Max(start, series[point].From);
            Instant to = point + 1 < series.Count ? Instant.Min(end, series[point + 1].From) : end;
            grams += to > from ? series[point].GramsPerKwh * (to - from).TotalHours : 0;
        }

        return grams / 1000 * terms.PricePerKg;
    }
}
