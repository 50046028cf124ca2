using Optimizer.Planning.Capacity;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Whether the errors the model states hold, for models neither the prediction nor the error has seen.</summary>
internal static class CapacityCoverage
{
    internal static IEnumerable<(CurveKind Kind, bool Held, double Said)> Of(SpeedCurve[] curves, int known, bool hints)
    {
        CurveBlend blend = new(curves);
        Dictionary<string, ErrorTable> tables = curves.Select(curve => curve.Model).Distinct(StringComparer.Ordinal).ToDictionary(
            model => model,
            model =>
            {
                SpeedCurve[] others = [.. curves.Where(curve => curve.Model != model)];
                return ErrorTable.Learn(others, new CurveBlend(others).Predict);
            },
            StringComparer.Ordinal);
        foreach (LeaveOneOut.Case one in LeaveOneOut.Cases(curves, known, hints, blend.Predict))
        {
            double said = tables[one.Curve.Model].Of(one.Query);
            yield return (one.Curve.Kind, one.Actual >= one.Predicted * (1 - said), said);
        }
    }
}
