namespace Optimizer.Forecasting.Ssa;

/// <summary>The part of a series that lies in a subspace.</summary>
internal static class Reconstruction
{
    /// <summary>Projects every window and averages what the windows say of each bin (anti-diagonal averaging).</summary>
    /// <param name="series">Without gaps, in the units of the subspace.</param>
    /// <param name="subspace">The subspace.</param>
    /// <param name="rank">Leading vectors used; 0 gives zeros.</param>
    /// <returns>As long as the series. O(N L rank).</returns>
    public static double[] Of(ReadOnlySpan<double> series, Subspace subspace, int rank)
    {
        int window = subspace.Window, windows = series.Length - window + 1;
        double[] signal = new double[series.Length];
        for (int start = 0; start < windows; start++)
        {
            for (int i = 0; i < rank; i++)
            {
                ReadOnlySpan<double> vector = subspace.Vector(i);
                Dense.AddScaled(signal.AsSpan(start, window), Dense.Dot(vector, series.Slice(start, window)), vector);
            }
        }

        for (int t = 0; t < signal.Length; t++)
        {
            signal[t] /= Math.Min(Math.Min(t + 1, signal.Length - t), Math.Min(window, windows));
        }

        return signal;
    }
}
