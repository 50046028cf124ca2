namespace Optimizer.Planning.Capacity;

/// <summary>Asks a method for speeds of models it has not seen: every model in turn, every set of known profiles, every profile left.</summary>
internal static class LeaveOneOut
{
    /// <summary>Every case of the curves.</summary>
    /// <param name="curves">Tested on, each with the method blind to <paramref name="groupOf"/> its model.</param>
    /// <param name="known">Known profiles, from 1.</param>
    /// <param name="withHints">Activity and memory need are told; false: rates alone.</param>
    /// <param name="method">Answers with the logarithm of the rate; the second argument marks the curves it must not use.</param>
    /// <param name="groupOf">What is left out together; null: curves of one model, in both tables.</param>
    internal static IEnumerable<Case> Cases(
        SpeedCurve[] curves, int known, bool withHints, Func<CapacityQuery, bool[], double> method, Func<string, string>? groupOf = null)
    {
        groupOf ??= static model => model;
        Dictionary<string, bool[]> left = curves.Select(curve => groupOf(curve.Model)).Distinct(StringComparer.Ordinal)
            .ToDictionary(group => group, group => curves.Select(curve => groupOf(curve.Model) == group).ToArray(), StringComparer.Ordinal);
        foreach (SpeedCurve curve in curves)
        {
            for (uint set = 1; set < 1u << curve.Slices.Length; set++)
            {
                if (System.Numerics.BitOperations.PopCount(set) != known)
                {
                    continue;
                }

                for (int target = 0; target < curve.Slices.Length; target++)
                {
                    if ((set >> target & 1) == 0)
                    {
                        CapacityQuery query = Query(curve, set, target, withHints);
                        yield return new Case(curve, query, Math.Exp(method(query, left[groupOf(curve.Model)])), curve.Rates[target]);
                    }
                }
            }
        }
    }

    private static CapacityQuery Query(SpeedCurve curve, uint set, int target, bool withHints)
    {
        int[] places = [.. Enumerable.Range(0, curve.Slices.Length).Where(place => (set >> place & 1) != 0)];
        bool active = withHints && curve.Kind != CurveKind.Training;
        return new CapacityQuery
        {
            Training = curve.Kind == CurveKind.Training,
            LogShares = [.. places.Select(place => Math.Log(curve.Slices[place] / 7.0))],
            LogRates = [.. places.Select(place => Math.Log(curve.Rates[place]))],
            Weights = [.. places.Select(_ => 1.0)],
            Activity = [.. places.Select(place => active ? curve.Activity[place] : double.NaN)],
            SmallestSlices = withHints && curve.Kind == CurveKind.Training ? curve.Smallest : 0,
            Target = Math.Log(curve.Slices[target] / 7.0),
        };
    }

    /// <summary>One prediction beside the truth.</summary>
    internal readonly record struct Case(SpeedCurve Curve, CapacityQuery Query, double Predicted, double Actual)
    {
        /// <summary>Absolute error of the speed relative to the whole GPU's.</summary>
        internal double Error => Math.Abs(Predicted - Actual) / Math.Exp(Curve.LogFull);

        /// <summary>What was promised and missing, as a share of the promise; 0 when more was served.</summary>
        internal double Shortfall => Math.Max(0, 1 - Actual / Predicted);
    }
}
