using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on what a plan says of itself.</summary>
internal static class RecordRules
{
    /// <summary>Name of the alternative that changes nothing.</summary>
    private const string Stay = "stay";

    internal static IEnumerable<Finding> Hold(PlanCase plan)
    {
        if (plan.Plan.Hold is null)
        {
            if (plan.Plan.Steps.IsEmpty)
            {
                yield return new Finding("plan", "it does not hold and has no steps");
            }

            yield break;
        }

        if (!plan.Plan.Steps.IsEmpty)
        {
            yield return new Finding("plan", $"it holds ({plan.Plan.Hold}) and has {plan.Plan.Steps.Count} steps");
        }

        Replay present = new(plan.Problem);
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => PlanCase.IsAlive(pair.Gpu)))
        {
            if (present.State(gpu.Uuid) != target)
            {
                yield return new Finding(gpu.Uuid.Value, "the plan holds, and its target is not the present state");
            }
        }
    }

    internal static IEnumerable<Finding> Generation(PlanCase plan)
    {
        PlanningProblem problem = plan.Problem;
        long? parent = problem.Generation == 0 ? null : problem.Generation;
        if (plan.Plan.Generation != problem.Generation + 1 || plan.Plan.Parent != parent)
        {
            yield return new Finding("plan", $"generation {plan.Plan.Generation} after {plan.Plan.Parent?.ToString() ?? "none"}, expected {problem.Generation + 1} after {parent?.ToString() ?? "none"}");
        }
    }

    internal static IEnumerable<Finding> MadeForThis(PlanCase plan)
    {
        // A plan is held against a newer observation again just before acting, so it may be older than the problem.
        if (plan.Plan.MadeAt > plan.Problem.At)
        {
            yield return new Finding("plan", $"made at {plan.Plan.MadeAt}, after {plan.Problem.At}");
        }

        if (plan.Plan.Policy != plan.Problem.Terms.Policy)
        {
            yield return new Finding("plan", $"made by policy {plan.Plan.Policy}, the problem asks for {plan.Problem.Terms.Policy}");
        }

        if (plan.Plan.Horizon != plan.Problem.Terms.Horizon)
        {
            yield return new Finding("plan", $"it looks {plan.Plan.Horizon} ahead, the problem asks for {plan.Problem.Terms.Horizon}");
        }
    }

    internal static IEnumerable<Finding> Alternatives(PlanCase plan)
    {
        foreach (IGrouping<string, PlanAlternative> same in plan.Plan.Alternatives.GroupBy(one => one.Name).Where(same => same.Count() > 1))
        {
            yield return new Finding(same.Key, $"{same.Count()} alternatives of that name");
        }

        string[] chosen = [.. plan.Plan.Alternatives.Where(one => one.Lost is null).Select(one => one.Name)];
        if (chosen.Length != 1)
        {
            yield return new Finding("plan", $"{chosen.Length} alternatives are chosen");
        }
        else if ((chosen[0] == Stay) != plan.Plan.Hold is not null)
        {
            yield return new Finding("plan", $"it {(plan.Plan.Hold is null ? "acts" : "holds")} and chose '{chosen[0]}'");
        }

        foreach (PlanAlternative one in plan.Plan.Alternatives.AsEnumerable())
        {
            if (one.ActiveGpus < 0 || one.Moves < 0 || one.InstanceChanges < 0 || !(one.UnmetRatio is >= 0 and <= 1))
            {
                yield return new Finding(one.Name, $"{one.ActiveGpus} GPUs, {one.Moves} moves, {one.InstanceChanges} instance changes, {one.UnmetRatio} unmet");
            }
        }
    }

    internal static IEnumerable<Finding> ChosenFigures(PlanCase plan)
    {
        if (plan.Plan.Alternatives.FirstOrDefault(one => one.Lost is null) is not { } chosen)
        {
            yield break;
        }

        int moves = plan.Problem.Workloads.Sum(need => plan.Moves(need.Name)), changes = InstanceChanges(plan);
        int occupied = plan.Planned.Select(seat => seat.Gpu).Distinct().Count();
        if (chosen.Moves != moves)
        {
            yield return new Finding(chosen.Name, $"it says {chosen.Moves} moves, its targets are {moves} away");
        }

        if (chosen.InstanceChanges != changes)
        {
            yield return new Finding(chosen.Name, $"it says {chosen.InstanceChanges} instance changes, its targets are {changes} away");
        }

        if (chosen.ActiveGpus < occupied || chosen.ActiveGpus > plan.Problem.Gpus.Count)
        {
            yield return new Finding(chosen.Name, $"it says {chosen.ActiveGpus} GPUs in use, workloads are on {occupied} of {plan.Problem.Gpus.Count}");
        }
    }

    internal static IEnumerable<Finding> Account(PlanCase plan)
    {
        foreach (PlanAlternative one in plan.Plan.Alternatives.AsEnumerable())
        {
            foreach (AccountTerm term in Enum.GetValues<AccountTerm>().Where(term => one.Account[term] < Money.Zero && !MayBeNegative(plan.Problem.Terms.Prices, term)))
            {
                yield return new Finding(one.Name, $"{term} is {one.Account[term]}");
            }

            if (one.Lost is null && one.Account.Moving != Money.Zero && !plan.Planned.Any(plan.IsNew))
            {
                yield return new Finding(one.Name, $"nobody starts or moves, and it costs {one.Account.Moving}");
            }

            if (one.InstanceChanges == 0 && one.Account.InstanceChanges != Money.Zero)
            {
                yield return new Finding(one.Name, $"no instance changes, and they cost {one.Account.InstanceChanges}");
            }

            if (one.Lost is null && one.Account != plan.Plan.Account)
            {
                yield return new Finding(one.Name, $"the chosen alternative is worth {one.Account.Net}, the plan says {plan.Plan.Account.Net}, or their terms differ");
            }
        }
    }

    internal static IEnumerable<Finding> Proof(PlanCase plan)
    {
        SolveProof proof = plan.Plan.Proof;
        if (proof.GapRatio is { } gap && (!double.IsFinite(gap) || gap < 0 || (proof.Optimal && gap > 0) || proof.Bound is null))
        {
            yield return new Finding("proof", $"a gap of {gap} {(proof.Bound is null ? "without a bound" : "")}{(proof.Optimal ? "for an optimum" : "")}");
        }

        if (string.IsNullOrWhiteSpace(proof.Method))
        {
            yield return new Finding("proof", "no method is named");
        }
    }

    internal static int InstanceChanges(PlanCase plan)
    {
        int changes = 0;
        foreach ((GpuState gpu, GpuTarget target) in plan.Pairs.Where(pair => PlanCase.IsAlive(pair.Gpu)))
        {
            HashSet<PlacedInstance> before = [.. gpu.Slices.Select(slice => slice.Instance)];
            before.SymmetricExceptWith(target.Instances.Select(one => one.Instance));
            changes += before.Count;
        }

        return changes;
    }

    private static bool MayBeNegative(PriceTerms prices, AccountTerm term) =>
        term == AccountTerm.Energy && (prices.Energy.PricePerKwh < 0 || prices.Energy.Periods.Any(period => period.PricePerKwh < 0));
}
