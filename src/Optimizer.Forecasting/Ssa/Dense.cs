using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Optimizer.Forecasting.Ssa;

/// <summary>Sums over vectors in lanes of four, whatever the processor: the order of additions, and so the last bit, is the same everywhere.</summary>
internal static class Dense
{
    /// <summary>Inner product; the second vector is at least as long as the first.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        b = b[..a.Length];
        ReadOnlySpan<Vector256<double>> lanesA = MemoryMarshal.Cast<double, Vector256<double>>(a), lanesB = MemoryMarshal.Cast<double, Vector256<double>>(b);
        Vector256<double> even = Vector256<double>.Zero, odd = Vector256<double>.Zero;
        int i = 0;
        for (; i + 1 < lanesA.Length; i += 2)
        {
            even += lanesA[i] * lanesB[i];
            odd += lanesA[i + 1] * lanesB[i + 1];
        }

        if (i < lanesA.Length)
        {
            even += lanesA[i] * lanesB[i];
        }

        double sum = Vector256.Sum(even + odd);
        for (int j = lanesA.Length * Vector256<double>.Count; j < a.Length; j++)
        {
            sum += a[j] * b[j];
        }

        return sum;
    }

    /// <summary>Adds factor × source to the target; the source is as long as the target.</summary>
    public static void AddScaled(Span<double> target, double factor, ReadOnlySpan<double> source)
    {
        source = source[..target.Length];
        Span<Vector256<double>> lanes = MemoryMarshal.Cast<double, Vector256<double>>(target);
        ReadOnlySpan<Vector256<double>> sources = MemoryMarshal.Cast<double, Vector256<double>>(source);
        Vector256<double> factors = Vector256.Create(factor);
        for (int i = 0; i < lanes.Length; i++)
        {
            lanes[i] += factors * sources[i];
        }

        for (int j = lanes.Length * Vector256<double>.Count; j < target.Length; j++)
        {
            target[j] += factor * source[j];
        }
    }

    /// <summary>Solves a symmetric positive definite system in place by Cholesky's decomposition.</summary>
    /// <param name="matrix">n × n, row by row; overwritten.</param>
    /// <param name="right">Right side; becomes the solution.</param>
    /// <returns>False when the matrix is not positive definite: the solution is then undefined.</returns>
    public static bool Solve(Span<double> matrix, Span<double> right)
    {
        int n = right.Length;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                double value = matrix[(i * n) + j] - Dot(matrix.Slice(i * n, j), matrix.Slice(j * n, j));
                if (i == j && !(value > 0))
                {
                    return false;
                }

                matrix[(i * n) + j] = i == j ? Math.Sqrt(value) : value / matrix[(j * n) + j];
            }

            right[i] = (right[i] - Dot(matrix.Slice(i * n, i), right[..i])) / matrix[(i * n) + i];
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = i + 1; j < n; j++)
            {
                right[i] -= matrix[(j * n) + i] * right[j];
            }

            right[i] /= matrix[(i * n) + i];
        }

        return true;
    }
}
