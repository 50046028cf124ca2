using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers.FastTree;
using Optimizer.Planning.Capacity;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Boosted trees (ML.NET FastTree) on the same question: the logarithm of the speed against the nearest known profile's.</summary>
internal sealed class CapacityTrees(SpeedCurve[] curves, bool withHints)
{
    private readonly Dictionary<bool[], PredictionEngine<Row, Score>> _engines = [];

    internal double Predict(CapacityQuery query, bool[] left)
    {
        if (!_engines.TryGetValue(left, out PredictionEngine<Row, Score>? engine))
        {
            engine = Learn([.. curves.Where((_, place) => !left[place])]);
            _engines.Add(left, engine);
        }

        (Row row, double near) = RowOf(query);
        return near + engine.Predict(row).Value;
    }

    private PredictionEngine<Row, Score> Learn(SpeedCurve[] seen)
    {
        Dictionary<(CurveKind, string), int> counts = seen.GroupBy(curve => (curve.Kind, curve.Model)).ToDictionary(group => group.Key, group => group.Count());
        List<Row> rows = [];
        for (int known = 1; known <= 3; known++)
        {
            foreach (LeaveOneOut.Case one in LeaveOneOut.Cases(seen, known, withHints, static (_, _) => 0))
            {
                (Row row, double near) = RowOf(one.Query);
                row.Label = (float)(Math.Log(one.Actual) - near);
                row.Weight = 1f / counts[(one.Curve.Kind, one.Curve.Model)];
                rows.Add(row);
            }
        }

        MLContext context = new(seed: 1);
        FastTreeRegressionTrainer.Options options = new()
        {
            NumberOfTrees = 100,
            NumberOfLeaves = 12,
            MinimumExampleCountPerLeaf = 20,
            LearningRate = 0.1,
            NumberOfThreads = 1,
            Seed = 1,
            ExampleWeightColumnName = nameof(Row.Weight),
        };
        ITransformer model = context.Regression.Trainers.FastTree(options).Fit(context.Data.LoadFromEnumerable(rows));
        return context.Model.CreatePredictionEngine<Row, Score>(model);
    }

    private static (Row Row, double Near) RowOf(CapacityQuery query)
    {
        int[] order = [.. Enumerable.Range(0, query.LogShares.Length).OrderBy(place => Math.Abs(query.LogShares[place] - query.Target))];
        int first = order[0], second = order[^1];
        float slope = order.Length == 1 ? -1 : (float)((query.LogRates[second] - query.LogRates[first]) / (query.LogShares[second] - query.LogShares[first]));
        double[] active = [.. query.Activity.Where(value => !double.IsNaN(value))];
        float[] features =
        [
            query.Training ? 1 : 0, order.Length, (float)query.Target, (float)query.LogShares[first], (float)query.LogShares[second],
            (float)(query.Target - query.LogShares[first]), slope, slope < 0 ? 0 : slope * (float)(query.Target - query.LogShares[first]),
            active.Length == 0 ? -1 : (float)active.Average(), query.SmallestSlices,
        ];
        return (new Row { Features = features }, query.LogRates[first]);
    }

    private sealed class Row
    {
        [VectorType(10)]
        public float[] Features { get; set; } = [];

        public float Label { get; set; }

        public float Weight { get; set; }
    }

    private sealed class Score
    {
        [ColumnName("Score")]
        public float Value { get; set; }
    }
}
