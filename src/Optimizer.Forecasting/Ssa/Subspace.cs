using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace Optimizer.Forecasting.Ssa;

/// <summary>Orthonormal vectors that span what windows of a series have in common, the strongest first.</summary>
/// <param name="Window">Length of a vector, L.</param>
/// <param name="Vectors">Vector i at i × L.</param>
/// <param name="Values">Their eigenvalues, falling.</param>
internal sealed record Subspace(int Window, double[] Vectors, double[] Values)
{
    // Below this share of the strongest a direction is rounding error of the covariance, not part of the series.
    private const double LeastShare = 1e-12;

    // The subspace moves little between fits; three sweeps bring leading vectors to about 1e-6 of the cold ones (measured by a test).
    private const int WarmSweeps = 3;

    /// <summary>Number of vectors.</summary>
    public int Rank => Values.Length;

    /// <summary>A vector.</summary>
    public ReadOnlySpan<double> Vector(int index) => Vectors.AsSpan(index * Window, Window);

    /// <summary>The leading eigenvectors of a covariance, by a full symmetric decomposition.</summary>
    public static Subspace Cold(double[] covariance, int window, int most)
    {
        DenseMatrix matrix = new(window, window, covariance);
        Evd<double> evd = matrix.Evd(Symmetricity.Symmetric);
        double[] vectors = new double[most * window], values = new double[most];
        for (int i = 0; i < most; i++)
        {
            // Eigenvalues come in ascending order.
            values[i] = evd.EigenValues[window - 1 - i].Real;
            Vector<double> column = evd.EigenVectors.Column(window - 1 - i);
            column.AsArray().CopyTo(vectors, i * window);
        }

        return Trimmed(window, vectors, values);
    }

    /// <summary>The leading eigenvectors by orthogonal iteration from an earlier subspace of the same window, with a Rayleigh-Ritz step at the end.</summary>
    /// <remarks>An order cheaper than a decomposition. Where the start has fewer vectors than wanted (a series that was constant), cosines stand in for the rest.</remarks>
    public static Subspace Warm(double[] covariance, Subspace start, int most)
    {
        int window = start.Window;
        double[] current = new double[most * window];
        start.Vectors.AsSpan(0, Math.Min(start.Vectors.Length, current.Length)).CopyTo(current);
        for (int i = start.Rank; i < most; i++)
        {
            for (int t = 0; t < window; t++)
            {
                current[(i * window) + t] = Math.Cos(Math.PI * i * (t + 0.5) / window);
            }
        }

        double[] image = new double[current.Length];
        for (int sweep = 0; sweep < WarmSweeps; sweep++)
        {
            Multiply(covariance, current, image, window);
            (current, image) = (image, current);
            int kept = Orthonormalise(current, window);
            if (kept == 0)
            {
                return Constant(window);
            }

            (current, image) = (current[..(kept * window)], image[..(kept * window)]);
        }

        // Inside the subspace, turn to the eigenvectors.
        int rank = current.Length / window;
        Multiply(covariance, current, image, window);
        double[] small = new double[rank * rank];
        for (int i = 0; i < rank; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                small[(i * rank) + j] = small[(j * rank) + i] = Dense.Dot(current.AsSpan(i * window, window), image.AsSpan(j * window, window));
            }
        }

        Evd<double> evd = new DenseMatrix(rank, rank, small).Evd(Symmetricity.Symmetric);
        double[] vectors = new double[current.Length], values = new double[rank];
        for (int i = 0; i < rank; i++)
        {
            int column = rank - 1 - i;
            values[i] = evd.EigenValues[column].Real;
            for (int j = 0; j < rank; j++)
            {
                Dense.AddScaled(vectors.AsSpan(i * window, window), evd.EigenVectors[j, column], current.AsSpan(j * window, window));
            }
        }

        return Trimmed(window, vectors, values);
    }

    private static void Multiply(double[] covariance, double[] vectors, double[] image, int window)
    {
        for (int i = 0; i < vectors.Length; i += window)
        {
            for (int j = 0; j < window; j++)
            {
                image[i + j] = Dense.Dot(covariance.AsSpan(j * window, window), vectors.AsSpan(i, window));
            }
        }
    }

    /// <summary>Gram and Schmidt twice, which is orthogonal to rounding. Vectors that depend on those before them are dropped; returns how many are left, in front.</summary>
    private static int Orthonormalise(double[] vectors, int window)
    {
        int kept = 0;
        double longest = 0;
        for (int i = 0; i < vectors.Length; i += window)
        {
            Span<double> own = vectors.AsSpan(kept * window, window);
            vectors.AsSpan(i, window).CopyTo(own);
            double before = Math.Sqrt(Dense.Dot(own, own));
            longest = Math.Max(longest, before);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int j = 0; j < kept; j++)
                {
                    ReadOnlySpan<double> other = vectors.AsSpan(j * window, window);
                    Dense.AddScaled(own, -Dense.Dot(own, other), other);
                }
            }

            double length = Math.Sqrt(Dense.Dot(own, own));
            if (length > LeastShare * longest && length > 1e-10 * before)
            {
                foreach (ref double value in own)
                {
                    value /= length;
                }

                kept++;
            }
        }

        return kept;
    }

    /// <summary>What is left of a series that is zero everywhere: the only guess is a constant.</summary>
    private static Subspace Constant(int window)
    {
        double[] vector = new double[window];
        Array.Fill(vector, 1 / Math.Sqrt(window));
        return new Subspace(window, vector, [0]);
    }

    private static Subspace Trimmed(int window, double[] vectors, double[] values)
    {
        if (!(values[0] > 0))
        {
            return Constant(window);
        }

        int rank = 1;
        while (rank < values.Length && values[rank] > LeastShare * values[0])
        {
            rank++;
        }

        return rank == values.Length ? new Subspace(window, vectors, values) : new Subspace(window, vectors[..(rank * window)], values[..rank]);
    }
}
