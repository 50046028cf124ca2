using System.Diagnostics;
using System.Globalization;
using Optimizer.Planning.Capacity;

namespace Optimizer.Benchmarks.Planning;

/// <summary>How well speeds on profiles never run on are predicted, by method and situation, with every model left out in turn.</summary>
internal static class CapacityGoals
{
    private static readonly double[] Widths = [0.02, 0.04, 0.08];

    private static readonly double[] Steps = [0.1, 0.3, 1];

    public static async Task<int> RunAsync(TextWriter output)
    {
        (double milliseconds, double mebibytes) = Learning();
        SpeedCurve[] curves = SpeedTables.Read(), raw = SpeedTables.Read(clean: false);
        await output.WriteLineAsync("Mean absolute error of speed relative to 7g; cleaned tables, each model left out in turn.");
        await output.WriteLineAsync($"{"method",-34} {"known",5} {"inference",9} {"training",9} {"pooled",9} {"by model",9} {"fixed batch",11}");
        CapacityBaselines simple = new(curves);
        CurveBlend blend = new(curves);
        foreach (int known in Enumerable.Range(1, 3))
        {
            await Print(output, "linear in compute", curves, known, false, CapacityBaselines.Linear);
            await Print(output, "mean curve", curves, known, false, simple.MeanCurve);
            await Print(output, "five nearest curves", curves, known, false, simple.Nearest);
            await Print(output, "power law", curves, known, false, simple.Power);
            await Print(output, "Amdahl", curves, known, false, simple.Amdahl);
            await Print(output, "roofline", curves, known, false, simple.Roofline);
            await Print(output, "FastTree", curves, known, false, new CapacityTrees(curves, false).Predict);
            CapacityTrees trees = new(curves, true);
            await Print(output, "FastTree + activity, memory", curves, known, true, trees.Predict);
            await Print(output, "blend", curves, known, false, blend.Predict);
            await Print(output, "blend + activity, memory", curves, known, true, blend.Predict);
            await Print(output, "mean of blend and FastTree, both +", curves, known, true, (query, left) => (trees.Predict(query, left) + blend.Predict(query, left)) / 2);
            await Print(output, "  constants chosen without it", curves, known, true, Nested(curves, known));
            await Print(output, "  whole families left out", curves, known, true, blend.Predict, Family);
            await Print(output, "  tested on raw tables", raw, known, true, OnRaw(curves, raw));
            await Print(output, "  learned and tested on raw", raw, known, true, new CurveBlend(raw).Predict);
        }

        await Coverage(output, curves);
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"learning {milliseconds:0} ms (first use, once), heap {mebibytes:0.0} MiB; one prediction, median {Microseconds():0.0} us"));
        return 0;
    }

    /// <summary>Models of one architecture go together.</summary>
    private static string Family(string model) =>
        Array.Find(["densenet", "resnet", "vgg", "mobilenet"], family => model.StartsWith(family, StringComparison.Ordinal)) ?? model;

    private static async Task Print(
        TextWriter output, string name, SpeedCurve[] curves, int known, bool hints, Func<CapacityQuery, bool[], double> method, Func<string, string>? group = null)
    {
        LeaveOneOut.Case[] cases = [.. LeaveOneOut.Cases(curves, known, hints, method, group)];
        LeaveOneOut.Case[] goal = [.. cases.Where(one => one.Curve.Kind != CurveKind.FixedBatch)];
        double byModel = goal.GroupBy(one => (one.Curve.Kind, one.Curve.Model)).Average(model => model.Average(one => one.Error));
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{name,-34} {known,5} {Of(CurveKind.Filled),9:0.000} {Of(CurveKind.Training),9:0.000} {goal.Average(one => one.Error),9:0.000} {byModel,9:0.000} {Of(CurveKind.FixedBatch),11:0.000}"));

        double Of(CurveKind kind) => cases.Where(one => one.Curve.Kind == kind).Average(one => one.Error);
    }

    /// <summary>The blend as it ships, asked about the tables as published.</summary>
    private static Func<CapacityQuery, bool[], double> OnRaw(SpeedCurve[] curves, SpeedCurve[] raw)
    {
        CurveBlend blend = new(curves);
        Dictionary<bool[], bool[]> masks = [];
        return (query, left) =>
        {
            if (!masks.TryGetValue(left, out bool[]? mask))
            {
                string model = raw[Array.IndexOf(left, true)].Model;
                mask = [.. curves.Select(curve => curve.Model == model)];
                masks.Add(left, mask);
            }

            return blend.Predict(query, mask);
        };
    }

    /// <summary>For every model left out, the constants that do best on the others.</summary>
    private static Func<CapacityQuery, bool[], double> Nested(SpeedCurve[] curves, int known)
    {
        Dictionary<bool[], CurveBlend> chosen = [];
        return (query, left) =>
        {
            if (!chosen.TryGetValue(left, out CurveBlend? blend))
            {
                SpeedCurve[] others = [.. curves.Where((_, place) => !left[place])];
                BlendSettings best = (
                    from width in Widths
                    from step in Steps
                    let settings = new BlendSettings { Width = width, MemoryStep = step }
                    select settings).MinBy(settings => LeaveOneOut.Cases(others, known, true, new CurveBlend(others, settings).Predict)
                        .Where(one => one.Curve.Kind != CurveKind.FixedBatch).Average(one => one.Error))!;
                blend = new CurveBlend(curves, best);
                chosen.Add(left, blend);
            }

            return blend.Predict(query, left);
        };
    }

    /// <summary>How often the truth is at least what is promised, the promise made without the model.</summary>
    private static async Task Coverage(TextWriter output, SpeedCurve[] curves)
    {
        await output.WriteLineAsync("Share of truths at or above rate x (1 - error) (goal 0.90), and the mean error said; the error table blind to the model as well.");
        foreach (bool hints in new[] { false, true })
        {
            foreach (int known in Enumerable.Range(1, 3))
            {
                foreach (IGrouping<CurveKind, (bool Held, double Said)> kind in CapacityCoverage.Of(curves, known, hints).GroupBy(one => one.Kind, one => (one.Held, one.Said)))
                {
                    await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                        $"{kind.Key,-12} known {known} {(hints ? "with activity, memory" : "rates alone"),-22} held {kind.Average(one => one.Held ? 1.0 : 0),6:0.000}  error said {kind.Average(one => one.Said),6:0.000}"));
                }
            }
        }
    }

    private static (double Milliseconds, double Mebibytes) Learning()
    {
        long before = GC.GetTotalMemory(forceFullCollection: true), start = Stopwatch.GetTimestamp();
        CapacityModel model = CapacityModel.Default;
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        double mebibytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / 1048576.0;
        GC.KeepAlive(model);
        return (milliseconds, mebibytes);
    }

    private static double Microseconds()
    {
        KnownFigures known = new() { Figures = [new KnownFigure(Shape(1), 100) { SmRatio = 0.8 }, new KnownFigure(Shape(3), 270)] };
        ProfileShape target = Shape(7);
        List<double> times = [];
        for (int time = 0; time < 4000; time++)
        {
            long start = Stopwatch.GetTimestamp();
            _ = CapacityModel.Default.Predict(known, target);
            times.Add(Stopwatch.GetElapsedTime(start).TotalMicroseconds);
        }

        times.RemoveRange(0, 2000);
        times.Sort();
        return times[1000];
    }

    private static ProfileShape Shape(int slices) => new()
    {
        GpuModel = "a100",
        Profile = $"{slices}g",
        ComputeShare = slices / 7.0,
        MemoryShare = TableCleaning.MemoryShare(slices),
        MemoryBytes = 1,
    };
}
