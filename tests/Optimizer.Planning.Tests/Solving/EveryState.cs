using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Tests.Solving;

/// <summary>Every state of a tiny problem, one by one. It knows the rules as the words of the problem say them and nothing of the search.</summary>
/// <remarks>Empty instances are listed only where they are there already: creating one costs and serves nobody.</remarks>
internal sealed class EveryState
{
    private readonly PlanningProblem _problem;
    private readonly SearchFreedom _freedom;

    private EveryState(PlanningProblem problem, SearchFreedom freedom)
    {
        _problem = problem;
        _freedom = freedom;
    }

    /// <summary>The state worth most, and its objective; null: no state keeps every rule.</summary>
    internal static (long Objective, ValueArray<GpuTarget> Targets)? Best(PlanningProblem problem, SearchFreedom freedom)
    {
        EveryState all = new(problem, freedom);
        CostModel costs = new(problem);
        (long, ValueArray<GpuTarget>)? best = null;
        foreach (GpuTarget[] targets in Product([.. problem.Gpus.Select(gpu => all.Targets(gpu).ToArray())]))
        {
            ValueArray<GpuTarget> state = targets.ToValueArray();
            if (all.KeepsRules(state))
            {
                AssignmentAccount account = AssignmentAccount.Of(problem, costs, state);
                long objective = costs.Objective(account.Account).Micros;
                if (account.Moves.Values.Sum() <= freedom.MaxMoves && (best is null || objective > best.Value.Item1))
                {
                    best = (objective, state);
                }
            }
        }

        return best;
    }

    private static IEnumerable<GpuTarget[]> Product(GpuTarget[][] each) => each.Aggregate(
        (IEnumerable<GpuTarget[]>)[[]], (done, next) => done.SelectMany(head => next.Select(tail => (GpuTarget[])[.. head, tail])));

    private IEnumerable<GpuTarget> Targets(GpuState gpu)
    {
        if (gpu.Usability == GpuUsability.Unusable)
        {
            yield return Present(gpu);
            yield break;
        }

        bool mayToggle = _freedom.MayToggleMig && gpu.MigToggle && gpu.Usability == GpuUsability.Usable && !gpu.WholeGpuPinned && MaySit(gpu, ProfileCapacity.WholeGpu, gpu.WholeGpuWorkload, null)
            && !gpu.Slices.Any(slice => slice.Pinned || !MaySit(gpu, slice.Instance.Profile, slice.Workload, null));
        if (!gpu.MigEnabled || mayToggle)
        {
            foreach (string? name in _problem.Workloads.Select(need => need.Name).Prepend(null))
            {
                if (gpu.MigEnabled ? name is not null && MaySit(gpu, ProfileCapacity.WholeGpu, null, name) : MaySit(gpu, ProfileCapacity.WholeGpu, gpu.WholeGpuWorkload, name))
                {
                    yield return new GpuTarget { Gpu = gpu.Uuid, MigEnabled = false, WholeGpuWorkload = name };
                }
            }
        }

        if (gpu.MigEnabled || mayToggle)
        {
            foreach (InstanceTarget[] instances in Layouts(gpu, [.. Candidates(gpu)], 0, []))
            {
                if (gpu.MigEnabled || instances.Length > 0)
                {
                    yield return new GpuTarget { Gpu = gpu.Uuid, MigEnabled = true, Instances = instances.OrderBy(one => one.Instance).ToValueArray() };
                }
            }
        }
    }

    private IEnumerable<PlacedInstance> Candidates(GpuState gpu) => gpu.Usability == GpuUsability.Draining
        ? gpu.Slices.Select(slice => slice.Instance)
        : gpu.Geometry!.Profiles.Where(profile => gpu.Slices.Any(slice => slice.Instance.Profile == profile.Name) || _problem.Workloads.Any(need => Option(need, gpu, profile.Name) is not null))
            .SelectMany(profile => profile.Placements.Select(placement => new PlacedInstance(profile.Name, placement)));

    private IEnumerable<InstanceTarget[]> Layouts(GpuState gpu, PlacedInstance[] candidates, int from, InstanceTarget[] chosen)
    {
        if (from == candidates.Length)
        {
            yield return chosen;
            yield break;
        }

        PlacedInstance candidate = candidates[from];
        SliceState? present = gpu.Slices.FirstOrDefault(slice => slice.Instance == candidate);
        bool mustStay = present is not null && (present.Pinned || !_freedom.MayDestroyIdle || !MaySit(gpu, candidate.Profile, present.Workload, null) || gpu.Usability == GpuUsability.Draining);
        if (!mustStay)
        {
            foreach (InstanceTarget[] rest in Layouts(gpu, candidates, from + 1, chosen))
            {
                yield return rest;
            }
        }

        if (!Layout.TryCreate(gpu.Geometry!, chosen.Select(one => one.Instance).Append(candidate), out _, out _))
        {
            yield break;
        }

        foreach (string? name in _problem.Workloads.Select(need => need.Name).Prepend(null))
        {
            bool may = name is null ? present is { Workload: null } || (present is not null && MaySit(gpu, candidate.Profile, present.Workload, null)) : MaySit(gpu, candidate.Profile, present?.Workload, name);
            if (may && !(present is { Pinned: true } && present.Workload != name))
            {
                foreach (InstanceTarget[] rest in Layouts(gpu, candidates, from + 1, [.. chosen, new InstanceTarget(candidate, name, name is null ? 0 : 1)]))
                {
                    yield return rest;
                }
            }
        }
    }

    /// <summary>Whether somebody (null: nobody) may be where somebody is now.</summary>
    private bool MaySit(GpuState gpu, string profile, string? now, string? then)
    {
        if (now == then)
        {
            return true;
        }

        bool mayLeave = now is null || (_freedom.MayDestroyIdle && _problem.Workloads.First(need => need.Name == now).Movable);
        return mayLeave && !gpu.WholeGpuPinned && (then is null || (gpu.Usability == GpuUsability.Usable && Option(_problem.Workloads.First(need => need.Name == then), gpu, profile) is not null));
    }

    private static SeatOption? Option(WorkloadNeed need, GpuState gpu, string profile) => need.Options.Where(option => option.Profile == profile && (option.GpuModel ?? gpu.Model) == gpu.Model)
        .OrderByDescending(option => option.GpuModel is not null).ThenByDescending(option => option.CarefulRate).FirstOrDefault();

    private bool KeepsRules(ValueArray<GpuTarget> state)
    {
        Dictionary<string, double> used = [], had = [];
        foreach (WorkloadNeed need in _problem.Workloads)
        {
            int replicas = 0, before = 0;
            double rate = 0, share = 0;
            for (int g = 0; g < state.Count; g++)
            {
                GpuState gpu = _problem.Gpus[g];
                string[] profiles = [.. state[g].Instances.Where(one => one.Workload == need.Name).Select(one => one.Instance.Profile), .. state[g].WholeGpuWorkload == need.Name ? (string[])[ProfileCapacity.WholeGpu] : []];
                replicas += profiles.Length;
                before += gpu.Slices.Count(slice => slice.Workload == need.Name) + (gpu.WholeGpuWorkload == need.Name ? 1 : 0);
                string tenant = need.Tenant ?? "";
                had[tenant] = had.GetValueOrDefault(tenant) + Shares(gpu, [.. gpu.Slices.Where(slice => slice.Workload == need.Name).Select(slice => slice.Instance.Profile), .. gpu.WholeGpuWorkload == need.Name ? (string[])[ProfileCapacity.WholeGpu] : []]);
                rate += profiles.Sum(profile => Option(need, gpu, profile)?.CarefulRate ?? 0);
                share += Shares(gpu, profiles);
                bool apart = profiles.Length > 0 && need.ApartFrom.Any(other => state[g].Instances.Any(one => one.Workload == other));
                if (profiles.Length > (need.MaxPerGpu ?? int.MaxValue) || apart)
                {
                    return false;
                }
            }

            if (replicas > Math.Max(need.Replicas.Max, before) || (need.Qos == QosClass.Guaranteed && (replicas < need.Replicas.Min || rate < need.FloorRate * (1 - 1e-9))))
            {
                return false;
            }

            used[need.Tenant ?? ""] = used.GetValueOrDefault(need.Tenant ?? "") + share;
        }

        return _problem.Tenants.All(tenant => used.GetValueOrDefault(tenant.Name) <= Math.Max(tenant.QuotaGpus ?? double.MaxValue, had.GetValueOrDefault(tenant.Name)) + 1e-6);
    }

    private static double Shares(GpuState gpu, string[] profiles) =>
        profiles.Sum(profile => profile == ProfileCapacity.WholeGpu ? 1 : (double)gpu.Geometry!.FindProfile(profile)!.ComputeSlices / gpu.Geometry.ComputeSlices);

    private static GpuTarget Present(GpuState gpu) => new()
    {
        Gpu = gpu.Uuid,
        MigEnabled = gpu.MigEnabled,
        WholeGpuWorkload = gpu.WholeGpuWorkload,
        Instances = gpu.Slices.Select(slice => new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)).ToValueArray(),
    };
}
