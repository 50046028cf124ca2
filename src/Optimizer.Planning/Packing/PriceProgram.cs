namespace Optimizer.Planning.Packing;

/// <summary>
/// The linear programme max c·y with A·y &lt;= b, y &gt;= 0, where b &gt;= 0, by the simplex method on a condensed tableau. At most some twenty columns and a few
/// hundred rows: a library's start would take longer than the whole search, and would have to be native, which the constructive answer must do without.
/// </summary>
internal sealed class PriceProgram
{
    private const double Epsilon = 1e-9;

    // Steepest gains first are quick but can circle where many rows are tight at once; from here on Bland's rule, which cannot. Doubled, a circle costs twice the time.
    private const int FreePivots = 400;

    // Every y on the way is feasible and gives a true bound, so stopping early costs sharpness only. Doubled: twice the worst time.
    private const int MostPivots = 5000;

    private readonly double[][] _rows; // the right-hand side last
    private readonly double[] _gains;  // the value last, negated
    private readonly int[] _basic;     // variable of each row; columns are 0..n-1, slack of row i is n+i
    private readonly int[] _free;      // variable of each column

    private PriceProgram(double[] gains, IReadOnlyList<double[]> rows)
    {
        int n = gains.Length;
        _rows = [.. rows.Select(static row => (double[])row.Clone())];
        _gains = [.. gains, 0];
        _basic = [.. Enumerable.Range(n, rows.Count)];
        _free = [.. Enumerable.Range(0, n)];
    }

    /// <summary>The best y found.</summary>
    public double[] Prices { get; private set; } = [];

    /// <summary>By row, what one more unit of its right-hand side would gain.</summary>
    public double[] Weights { get; private set; } = [];

    /// <summary>c·y.</summary>
    public double Value => -_gains[^1];

    /// <summary>Solves it.</summary>
    /// <param name="gains">c.</param>
    /// <param name="rows">A with b as last column; b is not negative, and the rows bound y.</param>
    public static PriceProgram Solve(double[] gains, IReadOnlyList<double[]> rows)
    {
        PriceProgram program = new(gains, rows);
        for (int pivot = 0; pivot < MostPivots && program.Entering(pivot >= FreePivots) is int column; pivot++)
        {
            program.Pivot(program.Leaving(column), column);
        }

        program.Read();
        return program;
    }

    private int? Entering(bool first)
    {
        int? best = null;
        for (int j = 0; j < _free.Length; j++)
        {
            if (_gains[j] > Epsilon && (best is not int b || (first ? _free[j] < _free[b] : _gains[j] > _gains[b])))
            {
                best = j;
            }
        }

        return best;
    }

    private int Leaving(int column)
    {
        int best = -1;
        double least = double.PositiveInfinity;
        for (int i = 0; i < _rows.Length; i++)
        {
            double step = _rows[i][column];
            if (step <= Epsilon)
            {
                continue;
            }

            double room = _rows[i][^1] / step;
            if (best < 0 || room < least - Epsilon || (room <= least + Epsilon && _basic[i] < _basic[best]))
            {
                (best, least) = (i, Math.Min(room, least));
            }
        }

        return best >= 0 ? best : throw new InvalidOperationException("The price of a profile that no layout holds has no bound.");
    }

    private void Pivot(int row, int column)
    {
        double[] turned = _rows[row];
        double pivot = turned[column];
        for (int j = 0; j < turned.Length; j++)
        {
            turned[j] /= pivot;
        }

        turned[column] = 1 / pivot;
        foreach (double[] other in _rows.Append(_gains))
        {
            double share = other[column];
            if (other == turned || share == 0)
            {
                continue;
            }

            for (int j = 0; j < other.Length; j++)
            {
                other[j] -= share * turned[j];
            }

            other[column] = -share * turned[column];
        }

        (_basic[row], _free[column]) = (_free[column], _basic[row]);
    }

    private void Read()
    {
        int n = _free.Length;
        Prices = new double[n];
        Weights = new double[_rows.Length];
        for (int i = 0; i < _rows.Length; i++)
        {
            if (_basic[i] < n)
            {
                Prices[_basic[i]] = Math.Max(0, _rows[i][^1]);
            }
        }

        for (int j = 0; j < n; j++)
        {
            if (_free[j] >= n)
            {
                Weights[_free[j] - n] = Math.Max(0, -_gains[j]);
            }
        }
    }
}
