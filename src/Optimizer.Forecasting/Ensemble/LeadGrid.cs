using System.Collections.Immutable;
using NodaTime;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>The leads at which forecasts are stored, judged and calibrated; what lies between them is interpolated.</summary>
/// <remarks>A long lead is stored less often than every bin: eight times while it is under way, so that a day ahead costs no more than an hour ahead.</remarks>
internal sealed class LeadGrid
{
    private const int StoredPerLead = 10;

    // Dense where the error grows fastest. A lead that is not a whole number of bins is left out.
    private static readonly int[] Seconds = [10, 20, 60, 120, 240, 450, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400];
    private static readonly int[] ShortSeconds = [300, 900, 1800, 3600, 7200, 10800, 16200, 21600, 43200, 86400];

    public LeadGrid(int binSeconds)
    {
        int day = 86_400 / binSeconds;
        int[] seconds = binSeconds < 300 ? Seconds : ShortSeconds;
        Steps = [.. seconds.Where(s => s % binSeconds == 0).Select(s => s / binSeconds).Prepend(1).Where(step => step <= day).Distinct().Order()];
        Strides = [.. Steps.Select(Stride)];
        Windows = [.. ForecastLimits.PeakWindows.Select(window => BinClock.Bins(window, binSeconds) ?? 0).Where(static bins => bins > 0)];
        WindowStrides = [.. Windows.Select(Stride)];
        WindowLengths = [.. Windows.Select(bins => Duration.FromSeconds((long)bins * binSeconds))];
    }

    /// <summary>Leads, bins, ascending; the first is 1, the last a day.</summary>
    public ImmutableArray<int> Steps { get; }

    /// <summary>Bins between two stored forecasts of a lead.</summary>
    public ImmutableArray<int> Strides { get; }

    /// <summary>Peak windows, bins.</summary>
    public ImmutableArray<int> Windows { get; }

    /// <summary>Bins between two stored forecasts of a window.</summary>
    public ImmutableArray<int> WindowStrides { get; }

    /// <summary>Peak windows as durations.</summary>
    public ImmutableArray<Duration> WindowLengths { get; }

    /// <summary>Stored forecasts of a lead or window that can be under way at once.</summary>
    public static int Slots(int steps) => (steps / Stride(steps)) + 2;

    /// <summary>Where a step lies: the lead at or before it, and the share of the next one.</summary>
    public (int Lead, double Next) Locate(int step)
    {
        int lead = Steps.Length - 1;
        while (lead > 0 && Steps[lead] > step)
        {
            lead--;
        }

        return lead == Steps.Length - 1 || step <= Steps[lead] ? (lead, 0) : (lead, (double)(step - Steps[lead]) / (Steps[lead + 1] - Steps[lead]));
    }

    private static int Stride(int steps) => Math.Max(1, steps / StoredPerLead);
}
