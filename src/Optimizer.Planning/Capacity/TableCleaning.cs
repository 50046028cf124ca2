namespace Optimizer.Planning.Capacity;

/// <summary>Takes out measurements that cannot be: by rules that know no model's name.</summary>
internal static class TableCleaning
{
    /// <summary>A doubling of the batch that brought less than this much shows a profile near saturation.</summary>
    private const double Levelled = 1.2;

    /// <summary>A levelled profile does not then gain this much. At 1.15 sound cells of bert go, at 1.35 a slip of mobilenetv2 stays.</summary>
    private const double Jump = 1.3;

    /// <summary>More hardware does not help by more than its own ratio; a quarter is left for noise and caches.</summary>
    private const double Noise = 1.25;

    /// <summary>Cells without the jumps after saturation.</summary>
    internal static SpeedTables.Cell[] WithoutSlips(IEnumerable<SpeedTables.Cell> cells) =>
        [.. cells.GroupBy(cell => (cell.Model, cell.Slices, cell.Processes)).SelectMany(Sound)];

    /// <summary>False when some profile is faster than a smaller one by more than the hardware between them.</summary>
    internal static bool IsPossible(SpeedCurve curve)
    {
        for (int low = 0; low < curve.Slices.Length; low++)
        {
            for (int high = low + 1; high < curve.Slices.Length; high++)
            {
                double hardware = Math.Max((double)curve.Slices[high] / curve.Slices[low], MemoryShare(curve.Slices[high]) / MemoryShare(curve.Slices[low]));
                if (curve.Rates[high] / curve.Rates[low] > Noise * hardware)
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Share of memory slices of an A100 profile, by its compute slices.</summary>
    internal static double MemoryShare(int slices) => slices switch { 1 => 0.125, 2 => 0.25, 3 or 4 => 0.5, _ => 1 };

    private static IEnumerable<SpeedTables.Cell> Sound(IEnumerable<SpeedTables.Cell> profile)
    {
        double best = 0, growth = double.PositiveInfinity;
        foreach (SpeedTables.Cell cell in profile.OrderBy(cell => cell.Batch))
        {
            if (best > 0 && growth < Levelled && cell.Rate > Jump * best)
            {
                continue;
            }

            growth = best > 0 ? cell.Rate / best : growth;
            best = Math.Max(best, cell.Rate);
            yield return cell;
        }
    }
}
