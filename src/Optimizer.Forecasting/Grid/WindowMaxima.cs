namespace Optimizer.Forecasting.Grid;

/// <summary>Maxima over sliding windows, missing bins left out.</summary>
public static class WindowMaxima
{
    /// <summary>Element i is the maximum of the window that begins at i; NaN when nothing in it is known. Empty when the window is longer than the series.</summary>
    /// <remarks>One pass with a queue of falling candidates: O(n) whatever the window.</remarks>
    public static double[] Of(ReadOnlySpan<double> values, int window)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        if (window > values.Length)
        {
            return [];
        }

        double[] maxima = new double[values.Length - window + 1];
        int[] queue = new int[values.Length];
        int head = 0, tail = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (!double.IsNaN(values[i]))
            {
                while (tail > head && values[queue[tail - 1]] <= values[i])
                {
                    tail--;
                }

                queue[tail++] = i;
            }

            if (head < tail && queue[head] <= i - window)
            {
                head++;
            }

            if (i >= window - 1)
            {
                maxima[i - window + 1] = head < tail ? values[queue[head]] : double.NaN;
            }
        }

        return maxima;
    }
}
