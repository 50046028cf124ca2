using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Policies;

/// <summary>Reads the operator's gates at the time of a problem: budgets, dwell, windows, freezes.</summary>
public static class Gates
{
    private static readonly Duration BudgetSpan = Duration.FromHours(24);

    /// <summary>What is free to be done.</summary>
    /// <param name="problem">A problem whose terms passed <see cref="TermsCheck"/>.</param>
    public static GateState Of(PlanningProblem problem)
    {
        GateTerms gates = problem.Terms.Gates;
        PastChange[] moves = [.. problem.Past.Where(change => change.Rung >= DisruptionRung.Move)];

        // A change dated later than now (a clock stepped back) counts as well: forgetting it would hand out its budget twice.
        PastChange[] counted = [.. moves.Where(change => change.At > problem.At - BudgetSpan)];
        int left = Math.Max(0, gates.MovesPerDay - counted.Length);
        bool frozen = WindowTimes.IsFrozen(gates, problem.At);
        bool open = WindowTimes.IsOpen(gates, problem.At);
        bool mayChange = PlanningPolicies.Find(problem.Terms.Policy)?.MayChange ?? false;
        ValueArray<GpuDwell> dwelling = Dwelling(problem, moves);
        bool allRest = problem.Gpus.Count > 0 && dwelling.Count == problem.Gpus.Count;
        GateState state = new()
        {
            Deepest = frozen || !mayChange ? null : open ? gates.DeepestRung : DisruptionRung.FreeSpace,
            MovesHeld = MovesHeld(gates, mayChange, frozen, open, left, allRest),
            MovesUsed = counted.Length,
            MovesLeft = left,
            Tenants = Budgets(problem, counted, left),
            Dwelling = dwelling,
            WindowOpen = open,
            OpensAt = open && !frozen ? problem.At : WindowTimes.Opening(gates, problem.At),
            Frozen = frozen,
            FrozenUntil = frozen ? WindowTimes.ThawFrom(gates, problem.At) : null,
            Shares = Shares(problem),
            Sentences = [],
        };
        return state with { Sentences = GateSentences.Of(problem, state, counted) };
    }

    private static HoldReason? MovesHeld(GateTerms gates, bool mayChange, bool frozen, bool open, int left, bool allRest) =>
        frozen ? HoldReason.Frozen
        : !mayChange ? HoldReason.PolicyStatic
        : gates.DeepestRung < DisruptionRung.Move ? HoldReason.NotAllowed
        : !open ? HoldReason.OutsideWindow
        : left == 0 ? HoldReason.BudgetSpent
        : allRest ? HoldReason.Dwell
        : null;

    private static ValueArray<GpuDwell> Dwelling(PlanningProblem problem, PastChange[] moves)
    {
        List<GpuDwell> dwelling = [];
        foreach (GpuState gpu in problem.Gpus)
        {
            Instant? last = moves.Where(change => change.Gpu == gpu.Uuid).Select(change => (Instant?)change.At).Max();
            if (last is { } at && at + problem.Terms.Gates.Dwell > problem.At)
            {
                dwelling.Add(new GpuDwell(gpu.Uuid, at, at + problem.Terms.Gates.Dwell));
            }
        }

        return dwelling.ToValueArray();
    }

    private static ValueArray<TenantBudget> Budgets(PlanningProblem problem, PastChange[] counted, int left)
    {
        Dictionary<string, int> used = counted.Where(change => change.Tenant is not null)
            .GroupBy(change => change.Tenant!, StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Count(), StringComparer.Ordinal);
        int most = problem.Terms.Gates.MovesPerTenantPerDay;
        return problem.Workloads.Where(need => need.Tenant is not null).Select(need => need.Tenant!)
            .Concat(problem.Tenants.Select(tenant => tenant.Name))
            .Concat(used.Keys)
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .Select(tenant => new TenantBudget(
                tenant, used.GetValueOrDefault(tenant), Math.Clamp(most - used.GetValueOrDefault(tenant), 0, left)))
            .ToValueArray();
    }

    private static ValueArray<ProfileShare> Shares(PlanningProblem problem)
    {
        double share = problem.Terms.Gates.MaxShareMoving;
        return problem.Gpus.SelectMany(gpu => gpu.Slices).Where(slice => slice.Workload is not null).Select(slice => slice.Instance.Profile)
            .Concat(problem.Gpus.Where(gpu => gpu.WholeGpuWorkload is not null).Select(_ => ProfileCapacity.WholeGpu))
            .GroupBy(profile => profile, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => new ProfileShare(group.Key, group.Count(), MostMoving(share, group.Count())))
            .ToValueArray();
    }

    // A hair above, so that 29 % of 100 is 29 and not the 28 that doubles make of it.
    private static int MostMoving(double share, int busy) => Math.Max(1, (int)Math.Floor((share * busy) + 1e-9));
}
