using NodaTime;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>What the last seven days had at a time of day.</summary>
/// <remarks>
/// Bins are addressed by the clock, so a gap moves nothing. In a zone with daylight saving time the same local time of an earlier day is meant: on the days around a
/// change that is an hour more or less than 24 hours ago.
/// </remarks>
internal sealed class ClockProfile
{
    private const int Days = 7;

    // A day counts four fifths of the day after it; the same weekday at least three fifths, however long ago a week seems.
    private const double Fade = 0.8, SameWeekday = 0.6;

    // A day of minutes; shorter bins are not forecast a day ahead step by step.
    private const int MostFinal = 1_440, Parts = 5;

    private readonly SeriesHistory _history;
    private readonly DateTimeZone? _zone;
    private readonly int _bin;
    private readonly int _day;
    private readonly int _reach;

    // What a time of day had is final once the bins around it on the day before are known, and it is asked for at every bin of the day that leads to it.
    private readonly float[] _final;
    private readonly int[] _finalCycle;

    public ClockProfile(SeriesHistory history, SeriesOptions options)
    {
        (_history, _bin, _zone) = (history, options.BinSeconds, options.Zone);
        _day = 86_400 / _bin;
        // Values within a quarter of an hour belong to the same time of day; a shorter bin averages fewer of them, for cost.
        _reach = _bin < 60 ? 2 : Math.Clamp(900 / _bin, 1, 7);
        // Of shorter bins the history does not hold a week and a day: what is final could not be found again after a restart.
        _final = new float[_day <= MostFinal ? _day * Parts : 0];
        _finalCycle = new int[_final.Length / Parts];
        Array.Fill(_finalCycle, -1);
    }

    /// <summary>Index of the same time of day some days before.</summary>
    public long DaysBefore(long index, int days)
    {
        long plain = index - ((long)days * _day);
        if (_zone is null)
        {
            return plain;
        }

        Offset now = _zone.GetUtcOffset(BinClock.Start(index, _bin)), then = _zone.GetUtcOffset(BinClock.Start(plain, _bin));
        return plain + ((now.Seconds - then.Seconds) / _bin);
    }

    /// <summary>Mean of the known bins around an index; NaN when there is none.</summary>
    public double Smooth(long index)
    {
        double sum = 0;
        int count = 0;
        for (long i = index - _reach; i <= index + _reach; i++)
        {
            double value = _history.Value(i);
            if (!double.IsNaN(value))
            {
                sum += value;
                count++;
            }
        }

        return count == 0 ? double.NaN : sum / count;
    }

    /// <summary>The smoothed value some days before; NaN when it is not known.</summary>
    public double SmoothDaysBefore(long index, int days) => Smooth(DaysBefore(index, days));

    /// <summary>The raw value some days before; NaN when it is not known.</summary>
    public double RawDaysBefore(long index, int days) => _history.Value(DaysBefore(index, days));

    /// <summary>Mean, median and mean absolute deviation of the last seven days at this time of day; NaN when none of them is known.</summary>
    public ProfileValue At(long index)
    {
        if (_final.Length == 0)
        {
            return Compute(index);
        }

        int slot = (int)(index % _day), cycle = (int)(index / _day);
        Span<float> parts = _final.AsSpan(slot * Parts, Parts);
        if (_finalCycle[slot] == cycle)
        {
            return new ProfileValue(parts[0], parts[1], parts[2], parts[3], parts[4]);
        }

        ProfileValue value = Compute(index);
        if (DaysBefore(index, 1) + _reach <= _history.LastIndex)
        {
            _finalCycle[slot] = cycle;
            (parts[0], parts[1], parts[2], parts[3], parts[4]) = ((float)value.Mean, (float)value.Median, (float)value.Deviation, (float)value.Yesterday, (float)value.LastWeek);
        }

        return value;
    }

    /// <summary>Weighted mean of the highest values of the same window on earlier days; NaN when none is known.</summary>
    /// <param name="from">First bin of the window.</param>
    /// <param name="bins">Its length.</param>
    public double PeakBefore(long from, int bins)
    {
        double sum = 0, weights = 0, weight = 1;
        for (int d = 1; d <= Days; d++, weight *= 0.85)
        {
            double peak = Peak(DaysBefore(from, d), bins);
            if (!double.IsNaN(peak))
            {
                sum += weight * peak;
                weights += weight;
            }
        }

        return weights == 0 ? double.NaN : sum / weights;
    }

    /// <summary>The highest known value of a window; NaN when none is known.</summary>
    public double Peak(long from, int bins)
    {
        double peak = double.NaN;
        for (long i = from; i < from + bins; i++)
        {
            double value = _history.Value(i);
            peak = double.IsNaN(value) || value <= peak ? peak : value;
        }

        return peak;
    }

    private ProfileValue Compute(long index)
    {
        Span<double> known = stackalloc double[Days];
        int count = 0, deviations = 0;
        double sum = 0, weights = 0, weight = 1, deviation = 0, yesterday = double.NaN, lastWeek = double.NaN;
        for (int d = 1; d <= Days; d++, weight *= Fade)
        {
            double value = SmoothDaysBefore(index, d);
            yesterday = d == 1 ? value : yesterday;
            lastWeek = d == Days ? value : lastWeek;
            if (!double.IsNaN(value))
            {
                double share = d == Days ? Math.Max(weight, SameWeekday) : weight;
                sum += share * value;
                weights += share;
                known[count++] = value;
            }
        }

        if (count == 0)
        {
            return ProfileValue.Unknown;
        }

        double mean = sum / weights;
        for (int d = 1; d <= Days; d++)
        {
            long then = DaysBefore(index, d);
            for (long i = then - 1; i <= then + 1; i++)
            {
                double value = _history.Value(i);
                if (!double.IsNaN(value))
                {
                    deviation += Math.Abs(value - mean);
                    deviations++;
                }
            }
        }

        known = known[..count];
        known.Sort();
        double median = count % 2 == 1 ? known[count / 2] : (known[count / 2] + known[(count / 2) - 1]) / 2;
        // In single precision, so that a value kept and one computed anew are the same.
        return new ProfileValue((float)mean, (float)median, (float)(deviations == 0 ? double.NaN : deviation / deviations), (float)yesterday, (float)lastWeek);
    }
}
