using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Costs;

public sealed class CostModelLaws
{
    private static readonly GpuState H100 = Some.Gpu(1);
    private static readonly string[] Profiles = ["1g.10gb", "2g.20gb", "3g.40gb", "4g.40gb", "7g.80gb"];

    private static readonly Gen<Money> Amounts = Gen.Choose(-2_000_000_000, 2_000_000_000).Select(micros => new Money(micros));

    private static readonly Gen<Account> Accounts = Amounts.ArrayOf(7)
        .Select(amounts => new Account(amounts[0], amounts[1], amounts[2], amounts[3], amounts[4], amounts[5], amounts[6]));

    // Rates in thirds: no finite binary or decimal fraction, so inexact sums would show.
    private static readonly Gen<WorkloadNeed> Needs =
        from rates in Gen.Choose(1, 1000).ArrayOf(Profiles.Length)
        from planning in Gen.Choose(0, 5000)
        from expected in Gen.Choose(0, 5000)
        select Some.Service("chat", planning / 3.0, [.. Profiles.Zip(rates, (profile, rate) => (profile, rate / 3.0))]) with { ExpectedRate = expected / 3.0 };

    private static readonly Gen<int[]> Counts = Gen.Choose(0, 4).ArrayOf(Profiles.Length);

    [Fact]
    public void Objective_OfASum_IsTheSumOfObjectives() =>
        Prop.ForAll(
            Accounts.Two().ToArbitrary(),
            Gen.Choose(0, 20_000).Three().ToArbitrary(),
            (pair, weights) =>
            {
                PlanningPolicy policy = PlanningPolicies.Find("cost")! with
                {
                    GpuTimeWeight = weights.Item1 / 1000.0,
                    EnergyWeight = weights.Item2 / 1000.0,
                    PenaltyWeight = weights.Item3 / 1000.0,
                };
                CostModel model = new(Some.Noon, new PolicyTerms(), policy, [H100]);

                return model.Objective(pair.Item1 + pair.Item2) == model.Objective(pair.Item1) + model.Objective(pair.Item2);
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Serving_SeatsInAnotherOrderOrGrouping_IsTheSame() =>
        Prop.ForAll(Needs.ToArbitrary(), Counts.ToArbitrary(), (need, counts) =>
        {
            SeatCount[] grouped = Seats(need, counts);
            SeatCount[] single = [.. grouped.Reverse().SelectMany(seat => Enumerable.Repeat(seat with { Count = 1 }, seat.Count))];

            return Model().Serving(need, grouped) == Model().Serving(need, single);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Serving_OneSeatMore_NeverEarnsLessOrPaysMorePenalty() =>
        Prop.ForAll(Needs.ToArbitrary(), Counts.ToArbitrary(), Gen.Choose(0, Profiles.Length - 1).ToArbitrary(), (need, counts, more) =>
        {
            Account before = Model().Serving(need, Seats(need, counts));
            counts[more]++;
            Account after = Model().Serving(need, Seats(need, counts));

            return after.Value >= before.Value && after.SloPenalty <= before.SloPenalty;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Serving_DemandInAnotherUnit_IsTheSameToTheLastMicro() =>
        Prop.ForAll(Needs.ToArbitrary(), Counts.ToArbitrary(), Gen.Choose(-8, 8).ToArbitrary(), (need, counts, power) =>
        {
            // Powers of two scale doubles exactly.
            double scale = Math.Pow(2, power);
            WorkloadNeed scaled = need with
            {
                PlanningRate = need.PlanningRate * scale,
                ExpectedRate = need.ExpectedRate * scale,
                Options = [.. need.Options.Select(option => option with { Rate = option.Rate * scale })],
            };

            return Model().Serving(need, Seats(need, counts)) == Model().Serving(scaled, Seats(scaled, counts));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Serving_AnyDemand_DrawsNoMoreThanTheBoardCan() =>
        Prop.ForAll(Needs.ToArbitrary(), Counts.ToArbitrary(), (need, counts) =>
        {
            double most = counts.Zip((double[])[1, 2, 3, 4, 7], (count, slices) => count * slices / 7).Sum() * 0.63 * 1.3 * 0.25;

            return Model().Serving(need, Seats(need, counts)).Energy.Amount <= most + 1e-4;
        }).QuickCheckThrowOnFailure();

    private static CostModel Model() => new(Some.Noon, new PolicyTerms(), PlanningPolicies.Find("cost")!, [H100]);

    private static SeatCount[] Seats(WorkloadNeed need, int[] counts) =>
        [.. need.Options.Select((option, index) => new SeatCount(option, H100, counts[index])).Where(seat => seat.Count > 0)];
}
