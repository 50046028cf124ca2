namespace Optimizer.Forecasting.Ssa;

/// <summary>Projects windows on a subspace.</summary>
internal static class SsaProjection
{
    // Known values needed per vector: with fewer the fit follows their noise.
    private const int KnownPerVector = 2;

    // Keeps the normal equations solvable when vectors look alike on the values known; too small to be seen otherwise.
    private const double Ridge = 1e-9;

    /// <summary>The closest window of the subspace, by least squares over the values known.</summary>
    /// <param name="subspace">The subspace.</param>
    /// <param name="rank">Leading vectors used, at least 1.</param>
    /// <param name="window">The window; NaN where missing.</param>
    /// <param name="result">The projection, missing places included.</param>
    /// <returns>False when too few values are known for the rank.</returns>
    public static bool TryProject(Subspace subspace, int rank, ReadOnlySpan<double> window, Span<double> result)
    {
        int known = 0;
        foreach (double value in window)
        {
            known += double.IsNaN(value) ? 0 : 1;
        }

        if (known < window.Length && known < KnownPerVector * rank)
        {
            return false;
        }

        double[] weights = new double[rank];
        if (known == window.Length)
        {
            for (int i = 0; i < rank; i++)
            {
                weights[i] = Dense.Dot(subspace.Vector(i), window);
            }
        }
        else if (!LeastSquares(subspace, window, weights))
        {
            return false;
        }

        result.Clear();
        for (int i = 0; i < rank; i++)
        {
            Dense.AddScaled(result, weights[i], subspace.Vector(i));
        }

        return true;
    }

    private static bool LeastSquares(Subspace subspace, ReadOnlySpan<double> window, double[] weights)
    {
        int rank = weights.Length, length = window.Length;
        double[] masked = new double[rank * length], gram = new double[rank * rank], known = new double[length];
        for (int t = 0; t < length; t++)
        {
            known[t] = double.IsNaN(window[t]) ? 0 : window[t];
        }

        for (int i = 0; i < rank; i++)
        {
            Span<double> own = masked.AsSpan(i * length, length);
            subspace.Vector(i).CopyTo(own);
            for (int t = 0; t < length; t++)
            {
                own[t] = double.IsNaN(window[t]) ? 0 : own[t];
            }

            weights[i] = Dense.Dot(own, known);
            for (int j = 0; j <= i; j++)
            {
                gram[(i * rank) + j] = gram[(j * rank) + i] = Dense.Dot(own, masked.AsSpan(j * length, length));
            }

            gram[(i * rank) + i] += Ridge;
        }

        return Dense.Solve(gram, weights);
    }
}
