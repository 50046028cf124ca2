using Optimizer.Forecasting.Grid;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Makes peaks agree: the highest value of a longer window is at least that of a shorter one that begins with it.</summary>
/// <remarks>
/// Each window is calibrated on its own errors, so that neighbours can contradict each other. Those that do are given their mean (isotonic regression by pooling adjacent
/// violators), which changes the least in all; raising the longer window alone made its loss half as large again. Averages keep the order of the quantiles.
/// </remarks>
internal static class NestedPeaks
{
    /// <summary>The peaks, shortest window first.</summary>
    /// <param name="bounds">Four quantiles a window, shortest window first.</param>
    public static Quantiles[] Of(double[] bounds)
    {
        int windows = bounds.Length / 4;
        double[] nested = new double[bounds.Length];
        (double Sum, int Count)[] blocks = new (double, int)[windows];
        for (int q = 0; q < 4; q++)
        {
            int last = -1;
            for (int w = 0; w < windows; w++)
            {
                blocks[++last] = (bounds[(w * 4) + q], 1);
                while (last > 0 && blocks[last - 1].Sum / blocks[last - 1].Count > blocks[last].Sum / blocks[last].Count)
                {
                    blocks[last - 1] = (blocks[last - 1].Sum + blocks[last].Sum, blocks[last - 1].Count + blocks[last].Count);
                    last--;
                }
            }

            for (int b = 0, w = 0; b <= last; b++)
            {
                for (int end = w + blocks[b].Count; w < end; w++)
                {
                    nested[(w * 4) + q] = blocks[b].Sum / blocks[b].Count;
                }
            }
        }

        return [.. Enumerable.Range(0, windows).Select(w => QuantileGuard.Order(nested[w * 4], nested[(w * 4) + 1], nested[(w * 4) + 2], nested[(w * 4) + 3], cap: null))];
    }
}
