using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Problems;

/// <summary>Finds everything that keeps a problem from being planned.</summary>
/// <remarks>
/// Terms (prices, windows, zones) are checked beside their types. Floors are held against bounds here: what is refused can never be met, what passes may still turn
/// out to be impossible in the search, and <see cref="FloorRelaxation"/> then finds the least that helps.
/// </remarks>
public static partial class ProblemCheck
{
    /// <summary>Every refusal, ordered by subject, then reason; empty for a sound problem.</summary>
    public static ValueArray<PlanRefusal> Refusals(PlanningProblem problem)
    {
        ArgumentNullException.ThrowIfNull(problem);
        PlanRefusal[] basic = [.. Names(problem), .. Figures(problem), .. State(problem)];

        // What needs and bounds say of names and figures that are wrong would only mislead.
        FleetView fleet = new(problem);
        IEnumerable<PlanRefusal> further = basic.Length > 0 ? [] : [.. Needs(fleet), .. Quotas(fleet)];
        PlanRefusal[] found = [.. basic, .. further];
        return (found.Length > 0 ? found : Floors(fleet))
            .OrderBy(refusal => refusal.Subject, StringComparer.Ordinal)
            .ThenBy(refusal => refusal.Reason)
            .ThenBy(refusal => refusal.Sentence, StringComparer.Ordinal)
            .ToValueArray();
    }

    private static PlanRefusal Refuse(RefusalReason reason, string subject, string sentence, string relaxation) => new(reason, subject, sentence, relaxation);
}
