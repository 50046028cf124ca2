using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Checks;

namespace Optimizer.Planning.Problems;

/// <content>Quotas and floors against bounds no plan can get around.</content>
public static partial class ProblemCheck
{
    /// <summary>Room for sums of shares and rates.</summary>
    private const double Rounding = 1e-6;

    private static IEnumerable<PlanRefusal> Quotas(FleetView fleet)
    {
        ILookup<string?, WorkloadNeed> ofTenant = fleet.Problem.Workloads.ToLookup(need => need.Tenant);
        foreach (TenantTerms tenant in fleet.Problem.Tenants.Where(tenant => tenant.QuotaGpus is not null))
        {
            double quota = tenant.QuotaGpus!.Value;
            if (tenant.FloorGpus > quota + Rounding)
            {
                yield return Refuse(RefusalReason.QuotaBelowFloor, tenant.Name, $"{tenant.Name} is promised {Number(tenant.FloorGpus)} GPUs and may use {Number(quota)}.", $"Raise its quota to {Number(tenant.FloorGpus)}, or lower its floor to {Number(quota)}.");
            }

            WorkloadNeed[] promised = [.. ofTenant[tenant.Name].Where(need => LeastShare(fleet, need) > 0)];
            double least = promised.Sum(need => LeastShare(fleet, need));
            if (least > quota + Rounding)
            {
                yield return Refuse(
                    RefusalReason.QuotaBelowFloor, tenant.Name, $"{tenant.Name} may use {Number(quota)} GPUs; the floors of {string.Join(", ", promised.Select(need => need.Name))} take {Number(least)} at least.",
                    $"Raise its quota to {Number(least)}, or lower a floor of these workloads.");
            }
        }
    }

    private static PlanRefusal[] Floors(FleetView fleet)
    {
        WorkloadNeed[] promised = [.. fleet.Problem.Workloads.Where(IsPromised)];
        PlanRefusal[] alone = [.. promised.SelectMany(need => Alone(fleet, need))];
        return alone.Length > 0 ? alone : [.. Together(fleet, promised), .. Apart(fleet, promised)];
    }

    private static IEnumerable<PlanRefusal> Alone(FleetView fleet, WorkloadNeed need)
    {
        PlanRefusal No(string sentence, string relaxation) => Refuse(RefusalReason.FloorsInfeasible, need.Name, sentence, relaxation);
        if (Met(fleet, need))
        {
            yield break;
        }

        (int replicas, double rate) = Most(fleet, need);
        int now = PresentReplicas(fleet, need);
        if (need.Replicas.Min > replicas + now)
        {
            string one = need.MaxPerGpu is { } most ? $" at {most} per GPU" : "";
            yield return No(
                $"{need.Name} is guaranteed {need.Replicas.Min} replicas; {Emptied(fleet)} room for {replicas + now}{one}.",
                $"Set replicas.min to {replicas + now}, or add GPUs for {need.Replicas.Min - replicas - now} more.");
        }

        Seat[] able = Able(fleet, need);
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
                $"{need.Name} is guaranteed a capacity of {Number(need.FloorRate)}; {Emptied(fleet)} room for {Number(rate)}.",
                $"Lower the floor to {Number(rate)}, or add GPUs.");
        }
    }

    private static IEnumerable<PlanRefusal> Together(FleetView fleet, WorkloadNeed[] promised)
    {
        double least = promised.Sum(need => LeastShare(fleet, need));
        int gpus = fleet.Problem.Gpus.Count(gpu => gpu.Usability != GpuUsability.Unusable);
        if (least > gpus + Rounding)
        {
            WorkloadNeed largest = promised.OrderByDescending(need => LeastShare(fleet, need)).ThenBy(need => need.Name, StringComparer.Ordinal).First();
            yield return Refuse(
                RefusalReason.FloorsInfeasible, largest.Name, $"The floors of {promised.Length} guaranteed workloads take {Number(least)} GPUs at least, and {gpus} can be used; {largest.Name} takes most, {Number(LeastShare(fleet, largest))}.",
                $"Add GPUs, {Math.Ceiling(least - gpus)} at least, or lower floors by {Number(least - gpus)} GPUs' worth.");
        }
    }

    private static IEnumerable<PlanRefusal> Apart(FleetView fleet, WorkloadNeed[] promised)
    {
        Dictionary<string, WorkloadNeed> byName = promised.ToDictionary(need => need.Name);
        IEnumerable<(string Left, string Right)> pairs = promised
            .SelectMany(need => need.ApartFrom.Where(byName.ContainsKey).Select(other => string.CompareOrdinal(need.Name, other) < 0 ? (need.Name, other) : (other, need.Name)))
            .Distinct();
        foreach ((WorkloadNeed left, WorkloadNeed right) in pairs.Select(pair => (byName[pair.Left], byName[pair.Right])))
        {
            int gpus = Able(fleet, left).Concat(Able(fleet, right)).Select(seat => seat.Kind).Distinct().Sum(kind => kind.Gpus.Length);
            int wanted = LeastGpus(fleet, left) + LeastGpus(fleet, right);
            if (wanted > gpus && !(Met(fleet, left) && Met(fleet, right)))
            {
                yield return Refuse(
                    RefusalReason.FloorsInfeasible, left.Name, $"{left.Name} and {right.Name} must be apart and take {wanted} GPUs at least for their replicas.min; they fit on {gpus}.",
                    $"Let them share a GPU, lower a replicas.min, or add {wanted - gpus} GPUs.");
            }
        }
    }

    private static bool IsPromised(WorkloadNeed need) => need.Qos == QosClass.Guaranteed && (need.Replicas.Min > 0 || need.FloorRate > 0);

    /// <summary>Seats a plan could give it.</summary>
    private static Seat[] Able(FleetView fleet, WorkloadNeed need) =>
    [
        .. Seats(fleet, need).Where(seat => seat.Gpu.Usability == GpuUsability.Usable && seat.Fits(need) && seat.Drives(need) && (!need.NeedsMedia || seat.HasMedia)
            && (seat.Instance is null || seat.Gpu.MigEnabled || seat.Gpu.MigToggle) && (seat.Instance is not null || !seat.Gpu.MigEnabled || seat.Gpu.MigToggle)),
    ];

    /// <summary>Most replicas and capacity with nobody else on the GPUs.</summary>
    private static (int Replicas, double Rate) Most(FleetView fleet, WorkloadNeed need)
    {
        if (need.GpusPerReplica > 0)
        {
            int jobs = WholeGpus(Able(fleet, need)).GroupBy(IslandOf).Sum(island => island.Count() / need.GpusPerReplica);
            return (jobs, jobs * need.Options.Max(option => option.CarefulRate));
        }

        int replicas = 0;
        double rate = 0;
        foreach (IGrouping<FleetView.Kind, Seat> kind in Able(fleet, need).GroupBy(seat => seat.Kind))
        {
            // A mix of profiles can hold no more replicas than the GPU has of the smallest, nor serve more than all its slices at the best rate per slice.
            int most = Math.Min(need.MaxPerGpu ?? int.MaxValue, (int)Math.Floor((1 / kind.Min(seat => seat.Share)) + Rounding));
            replicas += most * kind.Key.Gpus.Length;
            rate += Math.Min(kind.Max(seat => seat.Option.CarefulRate / seat.Share), most * kind.Max(seat => seat.Option.CarefulRate)) * kind.Key.Gpus.Length;
        }

        return (replicas, rate);
    }

    /// <summary>GPUs the floors of a workload take at least; what it has when that meets them with less.</summary>
    private static double LeastShare(FleetView fleet, WorkloadNeed need)
    {
        Seat[] able = Able(fleet, need);
        if (!IsPromised(need) || able.Length == 0)
        {
            return 0;
        }

        int perReplica = Math.Max(1, need.GpusPerReplica);
        int now = PresentReplicas(fleet, need);
        double smallest = able.Min(seat => seat.Share) * perReplica;
        if (now > 0 && !Met(fleet, need))
        {
            // What runs may be on a seat it no longer lists, of a share and rate nobody can bound; only what is missing is counted.
            return Math.Max(0, need.Replicas.Min - now) * smallest;
        }

        double least = Math.Max(need.Replicas.Min * smallest, need.FloorRate * able.Min(seat => seat.Share * perReplica / seat.Option.CarefulRate));
        return now > 0 ? Math.Min(least, PresentShare(fleet, need)) : least;
    }

    private static int LeastGpus(FleetView fleet, WorkloadNeed need)
    {
        Seat[] able = Able(fleet, need);
        int perGpu = able.Length == 0 ? 1 : Math.Min(need.MaxPerGpu ?? int.MaxValue, (int)Math.Floor((1 / able.Min(seat => seat.Share)) + Rounding));
        return need.GpusPerReplica > 0 ? need.Replicas.Min * need.GpusPerReplica : (need.Replicas.Min + perGpu - 1) / perGpu;
    }

    /// <summary>True when the present state keeps its floors: then they can be kept, whatever a bound says.</summary>
    private static bool Met(FleetView fleet, WorkloadNeed need)
    {
        int perReplica = Math.Max(1, need.GpusPerReplica);
        double rate = fleet.PresentOf(need).Sum(one => PlanCase.OptionOf(need, one.Gpu, PlanCase.ProfileOf(one.Seat))?.CarefulRate ?? 0) / perReplica;
        return PresentReplicas(fleet, need) >= need.Replicas.Min && rate >= need.FloorRate * (1 - Rounding);
    }

    private static int PresentReplicas(FleetView fleet, WorkloadNeed need) => PlanCase.Replicas(need, fleet.PresentOf(need).Select(one => one.Seat));

    private static double PresentShare(FleetView fleet, WorkloadNeed need) => fleet.PresentOf(need).Sum(one => one.Seat.Instance is { } instance
        ? (LayoutRules.Profile(one.Gpu.Geometry!, instance.Profile)?.ComputeSlices ?? 0) / (double)one.Gpu.Geometry!.ComputeSlices
        : 1);

    private static string Emptied(FleetView fleet) => fleet.Problem.Gpus.Count == 1 ? "the GPU, empty, has" : $"the {fleet.Problem.Gpus.Count} GPUs, empty, have";

    private static string Number(double value) => value.ToString("0.###");
}
