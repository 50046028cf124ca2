using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Checks;

namespace Optimizer.Planning.Problems;

/// <content>Quotas and floors against bounds no plan can get around.</content>
public static partial class ProblemCheck
{
    /// <summary>Room for sums of shares and rates.</summary>
    private const double Rounding = 1e-6;

    private static IEnumerable<PlanRefusal> Quotas(PlanningProblem problem)
    {
        foreach (TenantTerms tenant in problem.Tenants.Where(tenant => tenant.QuotaGpus is not null))
        {
            double quota = tenant.QuotaGpus!.Value;
            if (tenant.FloorGpus > quota + Rounding)
            {
                yield return Refuse(RefusalReason.QuotaBelowFloor, tenant.Name, $"{tenant.Name} is promised {Number(tenant.FloorGpus)} GPUs and may use {Number(quota)}.", $"Raise its quota to {Number(tenant.FloorGpus)}, or lower its floor to {Number(quota)}.");
            }

            WorkloadNeed[] promised = [.. problem.Workloads.Where(need => need.Tenant == tenant.Name && LeastShare(problem, need) > 0)];
            double least = promised.Sum(need => LeastShare(problem, need));
            if (least > quota + Rounding)
            {
                yield return Refuse(
                    RefusalReason.QuotaBelowFloor, tenant.Name, $"{tenant.Name} may use {Number(quota)} GPUs; the floors of {string.Join(", ", promised.Select(need => need.Name))} take {Number(least)} at least.",
                    $"Raise its quota to {Number(least)}, or lower a floor of these workloads.");
            }
        }
    }

    private static PlanRefusal[] Floors(PlanningProblem problem)
    {
        WorkloadNeed[] promised = [.. problem.Workloads.Where(IsPromised)];
        PlanRefusal[] alone = [.. promised.SelectMany(need => Alone(problem, need))];
        return alone.Length > 0 ? alone : [.. Together(problem, promised), .. Apart(problem, promised)];
    }

    private static IEnumerable<PlanRefusal> Alone(PlanningProblem problem, WorkloadNeed need)
    {
        PlanRefusal No(string sentence, string relaxation) => Refuse(RefusalReason.FloorsInfeasible, need.Name, sentence, relaxation);
        if (Met(problem, need))
        {
            yield break;
        }

        (int replicas, double rate) = Most(problem, need);
        int now = PresentReplicas(problem, need);
        if (need.Replicas.Min > replicas + now)
        {
            string one = need.MaxPerGpu is { } most ? $" at {most} per GPU" : "";
            yield return No(
                $"{need.Name} is guaranteed {need.Replicas.Min} replicas; the {problem.Gpus.Count} GPUs, empty, have room for {replicas + now}{one}.",
                $"Set replicas.min to {replicas + now}, or add GPUs for {need.Replicas.Min - replicas - now} more.");
        }

        Seat[] able = Able(problem, need);
        double best = able.Length == 0 ? 0 : able.Max(seat => seat.Option.CarefulRate);
        if (need.FloorRate > (need.Replicas.Max * best * (1 + Rounding)) + Rounding && now == 0)
        {
            yield return No(
                $"{need.Name} is guaranteed a capacity of {Number(need.FloorRate)}; {need.Replicas.Max} replicas, the most allowed, serve {Number(need.Replicas.Max * best)} on their best seats.",
                $"Raise replicas.max to {Math.Ceiling(need.FloorRate / best)}, or lower the floor to {Number(need.Replicas.Max * best)}.");
        }
        else if (need.FloorRate > (rate * (1 + Rounding)) + Rounding && now == 0)
        {
            yield return No(
                $"{need.Name} is guaranteed a capacity of {Number(need.FloorRate)}; the {problem.Gpus.Count} GPUs, empty, have room for {Number(rate)}.",
                $"Lower the floor to {Number(rate)}, or add GPUs.");
        }
    }

    private static IEnumerable<PlanRefusal> Together(PlanningProblem problem, WorkloadNeed[] promised)
    {
        double least = promised.Sum(need => LeastShare(problem, need));
        int gpus = problem.Gpus.Count(gpu => gpu.Usability != GpuUsability.Unusable);
        if (least > gpus + Rounding)
        {
            WorkloadNeed largest = promised.OrderByDescending(need => LeastShare(problem, need)).ThenBy(need => need.Name, StringComparer.Ordinal).First();
            yield return Refuse(
                RefusalReason.FloorsInfeasible, largest.Name, $"The floors of {promised.Length} guaranteed workloads take {Number(least)} GPUs at least, and {gpus} can be used; {largest.Name} takes most, {Number(LeastShare(problem, largest))}.",
                $"Add GPUs, {Math.Ceiling(least - gpus)} at least, or lower floors by {Number(least - gpus)} GPUs' worth.");
        }
    }

    private static IEnumerable<PlanRefusal> Apart(PlanningProblem problem, WorkloadNeed[] promised)
    {
        foreach (WorkloadNeed left in promised)
        {
            foreach (WorkloadNeed right in promised.Where(right => string.CompareOrdinal(left.Name, right.Name) < 0 && (left.ApartFrom.Contains(right.Name) || right.ApartFrom.Contains(left.Name))))
            {
                int gpus = Able(problem, left).Concat(Able(problem, right)).Select(seat => seat.Gpu.Uuid).Distinct().Count();
                int wanted = LeastGpus(problem, left) + LeastGpus(problem, right);
                if (wanted > gpus && !(Met(problem, left) && Met(problem, right)))
                {
                    yield return Refuse(
                        RefusalReason.FloorsInfeasible, left.Name, $"{left.Name} and {right.Name} must be apart and take {wanted} GPUs at least for their replicas.min; they fit on {gpus}.",
                        $"Let them share a GPU, lower a replicas.min, or add {wanted - gpus} GPUs.");
                }
            }
        }
    }

    private static bool IsPromised(WorkloadNeed need) => need.Qos == QosClass.Guaranteed && (need.Replicas.Min > 0 || need.FloorRate > 0);

    /// <summary>Seats a plan could give it.</summary>
    private static Seat[] Able(PlanningProblem problem, WorkloadNeed need) =>
    [
        .. Seats(problem, need).Where(seat => seat.Gpu.Usability == GpuUsability.Usable && seat.Fits(need) && seat.Drives(need) && (!need.NeedsMedia || seat.HasMedia)
            && (seat.Instance is null || seat.Gpu.MigEnabled || seat.Gpu.MigToggle) && (seat.Instance is not null || !seat.Gpu.MigEnabled || seat.Gpu.MigToggle)),
    ];

    /// <summary>Most replicas and capacity with nobody else on the GPUs.</summary>
    private static (int Replicas, double Rate) Most(PlanningProblem problem, WorkloadNeed need)
    {
        if (need.GpusPerReplica > 0)
        {
            GpuState[] whole = [.. Able(problem, need).Where(seat => seat.Instance is null).Select(seat => seat.Gpu).Distinct()];
            int jobs = whole.GroupBy(IslandOf).Sum(island => island.Count() / need.GpusPerReplica);
            return (jobs, jobs * need.Options.Max(option => option.CarefulRate));
        }

        int replicas = 0;
        double rate = 0;
        foreach (IGrouping<string, Seat> gpu in Able(problem, need).GroupBy(seat => seat.Gpu.Uuid.Value))
        {
            // A mix of profiles can hold no more replicas than the GPU has of the smallest, nor serve more than all its slices at the best rate per slice.
            int most = Math.Min(need.MaxPerGpu ?? int.MaxValue, (int)Math.Floor((1 / gpu.Min(seat => seat.Share)) + Rounding));
            replicas += most;
            rate += Math.Min(gpu.Max(seat => seat.Option.CarefulRate / seat.Share), most * gpu.Max(seat => seat.Option.CarefulRate));
        }

        return (replicas, rate);
    }

    /// <summary>GPUs the floors of a workload take at least; what it has when that meets them with less.</summary>
    private static double LeastShare(PlanningProblem problem, WorkloadNeed need)
    {
        Seat[] able = Able(problem, need);
        if (!IsPromised(need) || able.Length == 0)
        {
            return 0;
        }

        int perReplica = Math.Max(1, need.GpusPerReplica);
        int now = PresentReplicas(problem, need);
        double smallest = able.Min(seat => seat.Share) * perReplica;
        if (now > 0 && !Met(problem, need))
        {
            // What runs may be on a seat it no longer lists, of a share and rate nobody can bound; only what is missing is counted.
            return Math.Max(0, need.Replicas.Min - now) * smallest;
        }

        double least = Math.Max(need.Replicas.Min * smallest, need.FloorRate * able.Min(seat => seat.Share * perReplica / seat.Option.CarefulRate));
        return now > 0 ? Math.Min(least, PresentShare(problem, need)) : least;
    }

    private static int LeastGpus(PlanningProblem problem, WorkloadNeed need)
    {
        Seat[] able = Able(problem, need);
        int perGpu = able.Length == 0 ? 1 : Math.Min(need.MaxPerGpu ?? int.MaxValue, (int)Math.Floor((1 / able.Min(seat => seat.Share)) + Rounding));
        return need.GpusPerReplica > 0 ? need.Replicas.Min * need.GpusPerReplica : (need.Replicas.Min + perGpu - 1) / perGpu;
    }

    /// <summary>True when the present state keeps its floors: then they can be kept, whatever a bound says.</summary>
    private static bool Met(PlanningProblem problem, WorkloadNeed need)
    {
        int perReplica = Math.Max(1, need.GpusPerReplica);
        double rate = Alive(problem).SelectMany(gpu => PlanCase.SeatsOf(gpu).Where(seat => seat.Workload == need.Name)
            .Select(seat => (PlanCase.OptionOf(need, gpu, PlanCase.ProfileOf(seat))?.CarefulRate ?? 0) / perReplica)).Sum();
        return PresentReplicas(problem, need) >= need.Replicas.Min && rate >= need.FloorRate * (1 - Rounding);
    }

    private static int PresentReplicas(PlanningProblem problem, WorkloadNeed need) =>
        Alive(problem).Sum(gpu => PlanCase.SeatsOf(gpu).Count(seat => seat.Workload == need.Name)) / Math.Max(1, need.GpusPerReplica);

    private static double PresentShare(PlanningProblem problem, WorkloadNeed need) => Alive(problem).Sum(gpu => PlanCase.SeatsOf(gpu)
        .Where(seat => seat.Workload == need.Name)
        .Sum(seat => seat.Instance is null ? 1 : (LayoutRules.Profile(gpu.Geometry!, seat.Instance.Profile)?.ComputeSlices ?? 0) / (double)gpu.Geometry!.ComputeSlices));

    private static IEnumerable<GpuState> Alive(PlanningProblem problem) => problem.Gpus.Where(gpu => gpu.Usability != GpuUsability.Unusable);

    private static string Number(double value) => value.ToString("0.###");
}
