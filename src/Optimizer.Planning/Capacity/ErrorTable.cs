namespace Optimizer.Planning.Capacity;

/// <summary>How far predictions fall short, by situation, from models the prediction had not seen.</summary>
internal sealed class ErrorTable
{
    /// <summary>Share of cases that serve what is left after the error. Nearer to 1 it is a few odd curves that decide, and the planner is kept from what most workloads can do.</summary>
    internal const double Level = 0.9;

    /// <summary>Cases below which a situation borrows from the wider one. Half as many leave a quantile to two cases.</summary>
    private const int Enough = 40;

    /// <summary>An error is never said to be less: the tables themselves repeat to about this.</summary>
    private const double Floor = 0.02;

    private static readonly bool[] Hints = [false, true];
    private readonly Dictionary<int, double> _narrow;
    private readonly Dictionary<int, double> _wide;

    private ErrorTable(Dictionary<int, double> narrow, Dictionary<int, double> wide) => (_narrow, _wide) = (narrow, wide);

    /// <summary>Runs the method over every model left out; some 20,000 predictions, less than half a second.</summary>
    internal static ErrorTable Learn(SpeedCurve[] curves, Func<CapacityQuery, bool[], double> method) => Of(
        from hints in Hints
        from known in Enumerable.Range(1, 3)
        from one in LeaveOneOut.Cases(curves, known, hints, method)
        select one);

    /// <summary>The table of given cases.</summary>
    internal static ErrorTable Of(IEnumerable<LeaveOneOut.Case> cases)
    {
        LeaveOneOut.Case[] all = [.. cases];
        Dictionary<int, double> narrow = all.GroupBy(one => Situation(one.Query)).Where(group => group.Count() >= Enough)
            .ToDictionary(group => group.Key, Quantile);
        return new ErrorTable(narrow, all.GroupBy(one => Situation(one.Query) / 10).ToDictionary(group => group.Key, Quantile));
    }

    /// <summary>The error in the query's situation, 0.02 to 1.</summary>
    internal double Of(CapacityQuery query)
    {
        int situation = Situation(query);
        double error = _narrow.TryGetValue(situation, out double near) ? near : _wide.GetValueOrDefault(situation / 10, 1);
        return Math.Clamp(error, Floor, 1);
    }

    /// <summary>Kind and hints, number of known figures, and (last digit) where the target lies.</summary>
    private static int Situation(CapacityQuery query)
    {
        bool hints = query.Training ? query.SmallestSlices != 0 : query.HasActivity;
        int kind = (query.Training ? 2 : 0) + (hints ? 1 : 0);
        double nearest = double.PositiveInfinity;
        bool below = false, above = false;
        foreach (double share in query.LogShares)
        {
            nearest = Math.Min(nearest, Math.Abs(share - query.Target));
            below |= share < query.Target;
            above |= share > query.Target;
        }

        // 3g to 4g and 4g to 7g are near (0.29, 0.56), 1g to 2g and 2g to 4g a doubling (0.69), 1g to 4g and beyond far (1.39).
        int distance = nearest <= 0.6 ? 0 : nearest <= 1.3 ? 1 : 2;
        return (kind * 10 + Math.Min(query.LogRates.Length, 3)) * 10 + (below && above ? 0 : (below ? 1 : 4) + distance);
    }

    /// <summary>Fixed batches outnumber filled profiles eight to one; each model and kind counts once.</summary>
    private static double Quantile(IEnumerable<LeaveOneOut.Case> cases)
    {
        LeaveOneOut.Case[] ordered = [.. cases.OrderBy(one => one.Shortfall)];
        Dictionary<(CurveKind, string), int> counts = ordered.GroupBy(one => (one.Curve.Kind, one.Curve.Model)).ToDictionary(group => group.Key, group => group.Count());
        double sum = 0, wanted = counts.Count * Level;
        foreach (LeaveOneOut.Case one in ordered)
        {
            sum += 1.0 / counts[(one.Curve.Kind, one.Curve.Model)];
            if (sum >= wanted)
            {
                return one.Shortfall;
            }
        }

        return ordered[^1].Shortfall;
    }
}
