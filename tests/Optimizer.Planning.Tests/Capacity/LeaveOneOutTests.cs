using Optimizer.Planning.Capacity;

namespace Optimizer.Planning.Tests.Capacity;

/// <summary>The goals: errors on models the prediction has never seen. The figures are deterministic; docs and decision page state them.</summary>
public sealed class LeaveOneOutTests
{
    private static readonly SpeedCurve[] Curves = SpeedTables.Read();

    [Fact]
    public void Predict_TwoKnownProfilesOfAnUnseenModel_ErrsByLessThanFiveHundredths()
    {
        LeaveOneOut.Case[] goal = Cases(2, hints: false);

        Assert.True(goal.Average(one => one.Error) <= 0.05);
        Assert.True(Of(goal, CurveKind.Filled) <= 0.05);
    }

    [Fact]
    public void Predict_OneKnownProfileOfAnUnseenModel_ErrsByLessThanATenthByModel()
    {
        LeaveOneOut.Case[] goal = Cases(1, hints: false);

        Assert.True(goal.GroupBy(one => (one.Curve.Kind, one.Curve.Model)).Average(model => model.Average(one => one.Error)) <= 0.10);
        Assert.True(Of(goal, CurveKind.Filled) <= 0.05);
    }

    [Fact]
    public void Predict_MemoryNeedKnown_HelpsTrainingJobsOfOneKnownProfile() =>
        Assert.True(Of(Cases(1, hints: true), CurveKind.Training) < Of(Cases(1, hints: false), CurveKind.Training) - 0.01);

    [Fact]
    public void Predict_ActivityKnown_TellsServicesThatLeaveALargeProfileIdle()
    {
        CurveBlend blend = new(Curves);

        double with = Of([.. LeaveOneOut.Cases(Curves, 1, true, blend.Predict)], CurveKind.FixedBatch);
        double without = Of([.. LeaveOneOut.Cases(Curves, 1, false, blend.Predict)], CurveKind.FixedBatch);

        Assert.True(with <= 0.12);
        Assert.True(with < without / 3);
    }

    [Fact]
    public void Predict_AnyNumberKnown_BeatsProportionToCompute()
    {
        for (int known = 1; known <= 3; known++)
        {
            double linear = LeaveOneOut.Cases(Curves, known, false, Proportional).Where(Goal).Average(one => one.Error);

            Assert.True(Cases(known, hints: false).Average(one => one.Error) < linear / 2);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Error_ModelNotSeen_CoversNineOfTenShortfalls(int known)
    {
        // Half of the models teach the error, the other half is asked.
        string[] taught = [.. Curves.Select(curve => curve.Model).Distinct(StringComparer.Ordinal).Where((_, place) => place % 2 == 0)];
        SpeedCurve[] first = [.. Curves.Where(curve => taught.Contains(curve.Model))];
        ErrorTable errors = ErrorTable.Learn(first, new CurveBlend(first).Predict);

        LeaveOneOut.Case[] asked = [.. Cases(known, hints: true).Where(one => !taught.Contains(one.Curve.Model))];

        Assert.InRange(asked.Average(one => one.Shortfall <= errors.Of(one.Query) ? 1.0 : 0), 0.8, 1);
    }

    [Fact]
    public void Predict_ProfileStruckFromTheTables_ErrsByTheDoubtThatIsAdded()
    {
        // 3g is struck from all that the blend has seen, as the profiles of other boards are.
        SpeedCurve[] without = [.. Curves.Select(curve => new SpeedCurve(curve.Model, curve.Kind, curve.Batch, curve.Slices
            .Select((slices, place) => (slices, curve.Rates[place], curve.Activity[place])).Where(point => point.slices != 3)))];

        double struck = AtThree(new CurveBlend(without).Predict), seen = AtThree(new CurveBlend(Curves).Predict);

        Assert.InRange(struck - seen, 0.001, CapacityModel.BetweenDoubt);

        static double AtThree(Func<CapacityQuery, bool[], double> method) => LeaveOneOut.Cases(Curves, 2, false, method)
            .Where(one => Goal(one) && Math.Abs(one.Query.Target - Math.Log(3 / 7.0)) < 1e-9).Average(one => one.Error);
    }

    [Fact]
    public void Read_RawTables_HoldsTheSlipsThatCleaningTakesOut()
    {
        SpeedCurve[] raw = SpeedTables.Read(clean: false);

        Assert.True(Whole(raw, "densenet169") > 1.5 * Whole(Curves, "densenet169"));
        Assert.Equal(Whole(raw, "resnet50"), Whole(Curves, "resnet50"));
        Assert.Equal(raw.Count(curve => curve.Kind == CurveKind.Training) - 2, Curves.Count(curve => curve.Kind == CurveKind.Training));
    }

    [Fact]
    public void Read_CleanedTables_EveryInferenceModelStays() =>
        Assert.Equal(11, Curves.Count(curve => curve.Kind == CurveKind.Filled));

    private static double Whole(SpeedCurve[] curves, string model) =>
        Math.Exp(curves.Single(curve => curve.Kind == CurveKind.Filled && curve.Model == model).LogFull);

    private static LeaveOneOut.Case[] Cases(int known, bool hints) =>
        [.. LeaveOneOut.Cases(Curves, known, hints, new CurveBlend(Curves).Predict).Where(Goal)];

    private static bool Goal(LeaveOneOut.Case one) => one.Curve.Kind != CurveKind.FixedBatch;

    private static double Of(LeaveOneOut.Case[] cases, CurveKind kind) => cases.Where(one => one.Curve.Kind == kind).Average(one => one.Error);

    private static double Proportional(CapacityQuery query, bool[] left) => query.LogRates[0] + query.Target - query.LogShares[0];
}
