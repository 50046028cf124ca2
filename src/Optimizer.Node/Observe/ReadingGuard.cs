using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Observe;

/// <summary>Refuses readings that cannot be, and counts what it refused by metric family.</summary>
/// <remarks>Drivers print sentinels as values and activity above one; passing them on would poison averages.</remarks>
internal sealed class ReadingGuard
{
    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>A percentage as a ratio, clamped to 1 with a count when above; null for anything else outside 0 to 1.</summary>
    public double? Ratio(string family, double? percent)
    {
        if (percent is not double value || double.IsNaN(value))
        {
            return null;
        }

        // Up to twice the scale is a known overshoot of the hardware's accounting; beyond it is a sentinel.
        if (value is < 0 or > 200)
        {
            Drop(family);
            return null;
        }

        if (value > 100)
        {
            Drop(family);
            return 1;
        }

        return value / 100;
    }

    /// <summary>A value inside a range; null and a count outside it.</summary>
    public double? Within(string family, double? value, double min, double max)
    {
        if (value is not double number || (number >= min && number <= max))
        {
            return value;
        }

        Drop(family);
        return null;
    }

    /// <summary>Counts one refused reading.</summary>
    public void Drop(string family)
    {
        lock (_gate)
        {
            _dropped[family] = _dropped.GetValueOrDefault(family) + 1;
        }
    }

    /// <summary>The counts, ordered by family.</summary>
    public ValueArray<DroppedReading> Read()
    {
        lock (_gate)
        {
            return _dropped.Select(pair => new DroppedReading(pair.Key, pair.Value)).ToValueArray();
        }
    }
}
