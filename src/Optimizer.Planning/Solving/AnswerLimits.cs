using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Limits the first answer is built towards but cannot promise, read off the targets: an answer that breaks one is none.</summary>
internal static class AnswerLimits
{
    /// <summary>Whether moves, quotas, floors of tenants and floors of guaranteed workloads are kept.</summary>
    internal static bool Keeps(FleetModel model, SeatPattern[][] ways, ValueArray<GpuTarget> targets, AssignmentAccount account, bool exact) =>
        KeepsMoves(model, account) && model.Workloads.All(workload => KeepsFloors(workload, account)) && KeepsShares(model, ways, targets, exact);

    private static bool KeepsMoves(FleetModel model, AssignmentAccount account)
    {
        if (account.Moves.Values.Sum() > model.Freedom.MaxMoves)
        {
            return false;
        }

        foreach ((string tenant, int most) in model.Freedom.MaxMovesByTenant)
        {
            if (model.Workloads.Where(workload => workload.Need.Tenant == tenant).Sum(workload => account.Moves.GetValueOrDefault(workload.Need.Name)) > most)
            {
                return false;
            }
        }

        return true;
    }

    private static bool KeepsFloors(SeatedWorkload workload, AssignmentAccount account)
    {
        WorkloadNeed need = workload.Need;
        if (need.Qos != QosClass.Guaranteed)
        {
            return true;
        }

        // Seats kept without an option count as replicas and not as capacity; only fixed ones can be such.
        List<SeatCount> seats = account.Seats[need.Name];
        int listed = seats.Sum(seat => seat.Count), unlisted = workload.Fixed.Where(pair => !workload.Options.ContainsKey(pair.Key)).Sum(pair => pair.Value) / workload.SeatsPerReplica;
        return listed + unlisted >= need.Replicas.Min && seats.Sum(seat => seat.Option.CarefulRate * seat.Count) >= need.FloorRate * (1 - 1e-9);
    }

    private static bool KeepsShares(FleetModel model, SeatPattern[][] ways, ValueArray<GpuTarget> targets, bool exact)
    {
        ValueArray<GpuTarget> present = TargetWriter.Present(model.Problem);
        foreach (TenantTerms tenant in model.Problem.Tenants)
        {
            long then = Used(model, targets, name => name == tenant.Name);
            if (TenantShare.Most(model, tenant) is long most && then > Math.Max(most, Used(model, present, name => name == tenant.Name)))
            {
                return false;
            }

            // Where the exact search ran, it found the least that must be missing of a floor; elsewhere nobody else may gain while something is.
            if (!exact && then < TenantShare.Least(model, tenant, ways)
                && Used(model, targets, name => name != tenant.Name) > Used(model, present, name => name != tenant.Name))
            {
                return false;
            }
        }

        return true;
    }

    private static long Used(FleetModel model, ValueArray<GpuTarget> targets, Func<string?, bool> counts)
    {
        double used = 0;
        for (int index = 0; index < targets.Count; index++)
        {
            GpuState gpu = model.Problem.Gpus[index];
            if (gpu.Usability == GpuUsability.Unusable)
            {
                continue;
            }

            used += targets[index].WholeGpuWorkload is string whole && Counts(whole) ? 1 : 0;
            used += targets[index].Instances.Where(one => one.Workload is string name && Counts(name)).Sum(one => GpuShare.Of(gpu, one.Instance.Profile) ?? 1);
        }

        return TenantShare.Units(used);

        bool Counts(string workload) => model.IndexOf(workload) is >= 0 and int index && counts(model.Workloads[index].Need.Tenant);
    }
}
