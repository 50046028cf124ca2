using System.Globalization;
using Optimizer.Model.Plans;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Policies;

/// <summary>Holds an alternative's benefit against what it costs to get there, and to come back.</summary>
/// <remarks>
/// Benefit: by how much the alternative's objective is above the present state's, its starts and instance changes left out. Change: those starts (of new
/// and of moved replicas) and changes. An alternative that is worth no more than staying is held; one that moves somebody needs benefit of at least
/// ratio times its change; one that moves nobody has to be worth more than staying, and more than starting again what it gives up would cost.
/// </remarks>
public static class BenefitGate
{
    /// <summary>Judges one alternative.</summary>
    /// <param name="costs">Whose objective counts.</param>
    /// <param name="terms">Ratio, horizon and currency.</param>
    /// <param name="stay">Account of the present state.</param>
    /// <param name="alternative">Account of the alternative, its starts and changes included.</param>
    /// <param name="moves">Replicas it moves.</param>
    /// <param name="broken">The hard rule the present state breaks, in a few words; null when it breaks none. Then nothing holds the alternative: staying is not allowed.</param>
    /// <param name="again">What starting again the replicas it gives up would cost, see <see cref="GivenUp"/>; nothing: it gives up none.</param>
    public static BenefitVerdict Judge(
        ICostModel costs, PolicyTerms terms, Account stay, Account alternative, int moves, string? broken = null, Account again = default)
    {
        Money change = alternative.Moving + alternative.InstanceChanges;
        Money gain = costs.Objective(alternative) - costs.Objective(stay);
        decimal cost = InCurrency(-costs.Objective(new Account { Moving = alternative.Moving, InstanceChanges = alternative.InstanceChanges }));
        decimal benefit = InCurrency(gain) + cost;
        string figures = Figures(terms, benefit, cost, moves);
        if (broken is not null)
        {
            return new BenefitVerdict(null, $"{figures}; taken whatever it costs, as the present state breaks a hard rule: {broken}");
        }

        if (gain <= Money.Zero)
        {
            return new BenefitVerdict(HoldReason.WorthLess, $"{figures}; staying is worth as much or more");
        }

        // Surplus replicas that free no GPU save next to nothing, and the next peak would pay for their restart.
        Money remade = -costs.Objective(again);
        if (gain <= remade)
        {
            return new BenefitVerdict(HoldReason.BenefitTooSmall, string.Create(
                CultureInfo.InvariantCulture, $"{figures}; what it stops would cost {InCurrency(remade):0.0000} to start again, and it gains {InCurrency(gain):0.0000}"));
        }

        if (moves == 0 || change <= Money.Zero)
        {
            return new BenefitVerdict(null, $"{figures}; {(moves == 0 ? "it moves nobody" : "its moves cost nothing")}");
        }

        string ratio = string.Create(CultureInfo.InvariantCulture, $"{benefit / cost:0.0} times, {terms.Gates.BenefitRatio:0.0##} needed");
        return (double)benefit >= terms.Gates.BenefitRatio * (double)cost
            ? new BenefitVerdict(null, $"{figures}: {ratio}")
            : new BenefitVerdict(HoldReason.BenefitTooSmall, $"{figures}: {ratio}");
    }

    private static decimal InCurrency(Money objective) => objective.Micros / (1_000_000m * CostModel.ObjectiveScale);

    private static string Figures(PolicyTerms terms, decimal benefit, decimal cost, int moves) => string.Create(
        CultureInfo.InvariantCulture,
        $"benefit {benefit:0.0000} {terms.Prices.Currency} over {terms.Horizon.TotalHours:0.##} h against {cost:0.0000} of starts and changes ({moves} {(moves == 1 ? "move" : "moves")})");
}
