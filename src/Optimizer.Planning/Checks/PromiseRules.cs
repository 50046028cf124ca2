using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on how much workloads and tenants get. A limit that the present state breaks already may stay broken, but not get worse.</summary>
internal static class PromiseRules
{
    internal static IEnumerable<Finding> ReplicasMax(PlanCase plan)
    {
        foreach (WorkloadNeed need in plan.Problem.Workloads.AsEnumerable())
        {
            int now = PlanCase.Replicas(need, plan.PresentOf(need.Name)), then = PlanCase.Replicas(need, plan.PlannedOf(need.Name));
            if (then > Math.Max(need.Replicas.Max, now))
            {
                yield return new Finding(need.Name, $"{then} replicas, at most {need.Replicas.Max} are allowed and {now} run now");
            }
        }
    }

    internal static IEnumerable<Finding> Floors(PlanCase plan)
    {
        foreach (WorkloadNeed need in plan.Problem.Workloads.Where(need => need.Qos == QosClass.Guaranteed))
        {
            int replicas = PlanCase.Replicas(need, plan.PlannedOf(need.Name)), replicasNow = PlanCase.Replicas(need, plan.PresentOf(need.Name));
            if (replicas < need.Replicas.Min && Unexcused(plan, need, replicas < replicasNow))
            {
                yield return new Finding(need.Name, $"{replicas} replicas, {need.Replicas.Min} are guaranteed and {replicasNow} run now");
            }

            double rate = plan.Capacity(plan.PlannedOf(need.Name)), rateNow = plan.Capacity(plan.PresentOf(need.Name));
            if (PlanCase.Less(rate, need.FloorRate) && Unexcused(plan, need, PlanCase.Less(rate, rateNow)))
            {
                yield return new Finding(need.Name, $"a careful capacity of {rate:0.###}, {need.FloorRate:0.###} is guaranteed and there is {rateNow:0.###} now");
            }
        }
    }

    internal static IEnumerable<Finding> Quota(PlanCase plan)
    {
        Dictionary<string, double> before = Used(plan, plan.Present), after = Used(plan, plan.Planned);
        foreach (TenantTerms tenant in plan.Problem.Tenants.AsEnumerable())
        {
            double now = before.GetValueOrDefault(tenant.Name), then = after.GetValueOrDefault(tenant.Name);
            if (tenant.QuotaGpus is { } quota && PlanCase.Less(Math.Max(quota, now), then))
            {
                yield return new Finding(tenant.Name, $"{then:0.###} GPUs, its quota is {quota:0.###} and it has {now:0.###} now");
            }
        }
    }

    internal static IEnumerable<Finding> TenantFloor(PlanCase plan)
    {
        Dictionary<string, double> usedBy = Used(plan, plan.Planned);
        foreach (TenantTerms tenant in plan.Problem.Tenants.Where(tenant => tenant.FloorGpus > 0))
        {
            double used = usedBy.GetValueOrDefault(tenant.Name);
            if (!PlanCase.Less(used, tenant.FloorGpus) || plan.Plan.Hold is not null)
            {
                continue;
            }

            OccupiedSeat[] gained = [.. plan.Planned.Where(plan.IsNew).GroupBy(seat => seat.Workload).SelectMany(seats => Gains(plan, seats, tenant, usedBy))];
            foreach (WorkloadNeed need in plan.Problem.Workloads.Where(need => need.Tenant == tenant.Name && CouldUseMore(plan, need)))
            {
                foreach (OccupiedSeat seat in gained.Where(seat => CouldHave(plan, need, seat, tenant, used)).Take(1))
                {
                    yield return new Finding(
                        tenant.Name,
                        $"{used:0.###} GPUs of {tenant.FloorGpus:0.###} promised; {need.Name} is short and could have had {seat.Place}, which {seat.Workload} gets on top of what it has");
                }
            }
        }
    }

    /// <summary>GPUs each tenant uses.</summary>
    private static Dictionary<string, double> Used(PlanCase plan, IEnumerable<OccupiedSeat> seats) => seats
        .GroupBy(seat => plan.Need(seat.Workload)?.Tenant)
        .Where(tenant => tenant.Key is not null)
        .ToDictionary(tenant => tenant.Key!, tenant => tenant.Sum(plan.Share));

    private static bool Unexcused(PlanCase plan, WorkloadNeed need, bool worse) => worse || !plan.IsNoted(need.Name);

    /// <summary>New seats of one workload of others that gains replicas, those it is not promised.</summary>
    private static IEnumerable<OccupiedSeat> Gains(PlanCase plan, IGrouping<string, OccupiedSeat> seats, TenantTerms tenant, Dictionary<string, double> usedBy)
    {
        if (plan.Need(seats.Key) is not { } other || other.Tenant == tenant.Name)
        {
            yield break;
        }

        int now = PlanCase.Replicas(other, plan.PresentOf(other.Name)), then = PlanCase.Replicas(other, plan.PlannedOf(other.Name));
        if (then <= now)
        {
            yield break;
        }

        bool guaranteed = other.Qos == QosClass.Guaranteed;
        double capacity = plan.Capacity(plan.PlannedOf(other.Name));
        TenantTerms? terms = plan.Problem.Tenants.FirstOrDefault(one => one.Name == other.Tenant);
        double used = terms is null ? 0 : usedBy.GetValueOrDefault(terms.Name);
        foreach (OccupiedSeat seat in seats)
        {
            bool promised = guaranteed && (then - 1 < other.Replicas.Min || PlanCase.Less(capacity - (plan.RateOf(seat) ?? 0), other.FloorRate));
            bool owed = terms is { FloorGpus: > 0 } && PlanCase.Less(used - plan.Share(seat), terms.FloorGpus);
            if (!promised && !owed)
            {
                yield return seat;
            }
        }
    }

    private static bool CouldUseMore(PlanCase plan, WorkloadNeed need) =>
        need.GpusPerReplica == 0
        && PlanCase.Replicas(need, plan.PlannedOf(need.Name)) < need.Replicas.Max
        && PlanCase.Less(plan.Capacity(plan.PlannedOf(need.Name)), need.PlanningRate);

    private static bool CouldHave(PlanCase plan, WorkloadNeed need, OccupiedSeat seat, TenantTerms tenant, double used)
    {
        OccupiedSeat[] onGpu = [.. plan.PlannedOn(seat.Gpu).Where(other => other != seat)];
        return plan.Gpu(seat.Gpu) is { } gpu
            && PlanCase.OptionOf(need, gpu, PlanCase.ProfileOf(seat)) is { } option
            && SeatRules.CanRun(need, gpu, seat with { Processes = seat.Instance is null ? 0 : option.Processes })
            && !PlanCase.Less(tenant.QuotaGpus ?? double.MaxValue, used + plan.Share(seat))
            && onGpu.Count(other => other.Workload == need.Name) < (need.MaxPerGpu ?? int.MaxValue)
            && !onGpu.Any(other => ApartRules.MustBeApart(plan, need.Name, other.Workload));
    }
}
