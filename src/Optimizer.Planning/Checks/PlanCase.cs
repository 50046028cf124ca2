using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>A plan beside the problem it answers, with the views more than one rule needs. Rules read it; nothing here judges.</summary>
/// <remarks>Never throws on a wrong plan: what points at nothing is left out of the views, and the rule that asks for it says so.</remarks>
internal sealed class PlanCase
{
    /// <summary>Relative room for sums of rates and shares. A thousandth would hide a missing replica among a thousand.</summary>
    private const double Rounding = 1e-6;

    private readonly Dictionary<string, WorkloadNeed> _needs = [];
    private readonly Dictionary<GpuUuid, GpuState> _gpus = [];
    private readonly HashSet<string> _noted;
    private readonly HashSet<OccupiedSeat> _presentSeats;
    private readonly HashSet<OccupiedSeat> _plannedSeats;
    private readonly HashSet<(GpuUuid Gpu, PlacedInstance? Instance, string Workload)> _presentPlaces;
    private readonly ILookup<string, OccupiedSeat> _presentOf;
    private readonly ILookup<string, OccupiedSeat> _plannedOf;
    private readonly ILookup<GpuUuid, OccupiedSeat> _plannedOn;
    private readonly ILookup<string, PlanStep.StopReplica> _movedStops;
    private readonly ILookup<string, PlanStep.StartReplica> _movedStarts;

    internal PlanCase(PlanningProblem problem, Plan plan)
    {
        Problem = problem;
        Plan = plan;
        foreach (WorkloadNeed need in problem.Workloads)
        {
            _needs.TryAdd(need.Name, need);
        }

        foreach (GpuState gpu in problem.Gpus)
        {
            _gpus.TryAdd(gpu.Uuid, gpu);
        }

        _noted = [.. plan.Notes.Select(note => note.Subject)];
        Present = [.. problem.Gpus.Where(IsAlive).SelectMany(SeatsOf)];
        Planned = [.. plan.Targets.Where(target => Gpu(target.Gpu) is { } gpu && IsAlive(gpu)).SelectMany(SeatsOf)];
        _presentSeats = [.. Present];
        _plannedSeats = [.. Planned];
        _presentPlaces = [.. Present.Select(seat => (seat.Gpu, seat.Instance, seat.Workload))];
        _presentOf = Present.ToLookup(seat => seat.Workload);
        _plannedOf = Planned.ToLookup(seat => seat.Workload);
        _plannedOn = Planned.ToLookup(seat => seat.Gpu);
        _movedStops = plan.Steps.OfType<PlanStep.StopReplica>().Where(stop => stop.Moved).ToLookup(stop => stop.Workload);
        _movedStarts = plan.Steps.OfType<PlanStep.StartReplica>().Where(start => start.Moved).ToLookup(start => start.Workload);
    }

    internal PlanningProblem Problem { get; }

    internal Plan Plan { get; }

    /// <summary>Seats in use now, those of unusable GPUs left out: nothing runs there.</summary>
    internal IReadOnlyList<OccupiedSeat> Present { get; }

    /// <summary>Seats in use after the plan, those of unusable GPUs left out.</summary>
    internal IReadOnlyList<OccupiedSeat> Planned { get; }

    /// <summary>Targets of GPUs the problem has, with them.</summary>
    internal IEnumerable<(GpuState Gpu, GpuTarget Target)> Pairs =>
        Plan.Targets.Where(target => _gpus.ContainsKey(target.Gpu)).Select(target => (_gpus[target.Gpu], target));

    internal static bool IsAlive(GpuState gpu) => gpu.Usability != GpuUsability.Unusable;

    internal GpuState? Gpu(GpuUuid uuid) => _gpus.GetValueOrDefault(uuid);

    internal WorkloadNeed? Need(string workload) => _needs.GetValueOrDefault(workload);

    internal bool IsNoted(string subject) => _noted.Contains(subject);

    /// <summary>True when nobody had exactly this seat before.</summary>
    internal bool IsNew(OccupiedSeat seat) => !_presentSeats.Contains(seat);

    internal IEnumerable<OccupiedSeat> PresentOf(string workload) => _presentOf[workload];

    internal IEnumerable<OccupiedSeat> PlannedOf(string workload) => _plannedOf[workload];

    internal IEnumerable<OccupiedSeat> PlannedOn(GpuUuid gpu) => _plannedOn[gpu];

    /// <summary>True when a step stops what runs there now, not what the plan itself started on its way.</summary>
    internal bool Runs(PlanStep.StopReplica stop) => _presentPlaces.Contains((stop.Gpu, stop.Instance, stop.Workload));

    /// <summary>Stops that say they are half of a move, in order.</summary>
    internal IEnumerable<PlanStep.StopReplica> MovedStopsOf(string workload) => _movedStops[workload];

    /// <summary>Starts that say they are half of a move, in order.</summary>
    internal IEnumerable<PlanStep.StartReplica> MovedStartsOf(string workload) => _movedStarts[workload];

    /// <summary>Moves of a workload by the states alone: the lesser of the seats it gives up and the seats it gets, an instance with another number of processes counted as both; for jobs of several GPUs in replicas.</summary>
    internal int Moves(string workload)
    {
        int given = PresentOf(workload).Count(seat => !_plannedSeats.Contains(seat));
        int got = PlannedOf(workload).Count(IsNew);
        int perReplica = Math.Max(1, Need(workload)?.GpusPerReplica ?? 1);
        return (Math.Min(given, got) + perReplica - 1) / perReplica;
    }

    /// <summary>The option a seat falls under: the one that names the GPU's model before the one for every model.</summary>
    internal static SeatOption? OptionOf(WorkloadNeed need, GpuState gpu, string profile)
    {
        SeatOption? found = null;
        foreach (SeatOption option in need.Options)
        {
            if (option.Profile == profile && (option.GpuModel is null || option.GpuModel == gpu.Model) && (found is null || option.GpuModel is not null))
            {
                found = option;
            }
        }

        return found;
    }

    internal static string ProfileOf(OccupiedSeat seat) => seat.Instance?.Profile ?? ProfileCapacity.WholeGpu;

    /// <summary>What a seat serves by its careful rate; null when its workload no longer lists such a seat.</summary>
    /// <remarks>
    /// However many processes there are: how many a kept seat has is what was seen, and a server of one replica may well be several processes. New seats
    /// have the number their option lists, by a rule of its own.
    /// </remarks>
    internal double? RateOf(OccupiedSeat seat) =>
        Need(seat.Workload) is { } need && Gpu(seat.Gpu) is { } gpu && OptionOf(need, gpu, ProfileOf(seat)) is { } option
            ? option.CarefulRate / Math.Max(1, need.GpusPerReplica)
            : null;

    /// <summary>Capacity of seats by their careful rates; seats that are no longer listed count as nothing.</summary>
    internal double Capacity(IEnumerable<OccupiedSeat> seats) => seats.Sum(seat => RateOf(seat) ?? 0);

    /// <summary>Replicas that seats make up.</summary>
    internal static int Replicas(WorkloadNeed need, IEnumerable<OccupiedSeat> seats) => seats.Count() / Math.Max(1, need.GpusPerReplica);

    /// <summary>Part of its GPU a seat takes: compute slices over the GPU's.</summary>
    internal double Share(OccupiedSeat seat)
    {
        if (seat.Instance is null)
        {
            return 1;
        }

        return Gpu(seat.Gpu)?.Geometry is { } geometry && LayoutRules.Profile(geometry, seat.Instance.Profile) is { } profile
            ? (double)profile.ComputeSlices / geometry.ComputeSlices
            : 0;
    }

    internal static bool Less(double left, double right) => left < right - (Rounding * Math.Max(1e-3, Math.Abs(right)));

    internal static IEnumerable<OccupiedSeat> SeatsOf(GpuState gpu)
    {
        IEnumerable<OccupiedSeat> slices = gpu.Slices.Where(slice => slice.Workload is not null)
            .Select(slice => new OccupiedSeat(gpu.Uuid, slice.Instance, slice.Workload!, slice.Processes));
        return gpu.WholeGpuWorkload is { } whole ? slices.Append(new OccupiedSeat(gpu.Uuid, null, whole, 0)) : slices;
    }

    internal static IEnumerable<OccupiedSeat> SeatsOf(GpuTarget target)
    {
        IEnumerable<OccupiedSeat> instances = target.Instances.Where(instance => instance.Workload is not null)
            .Select(instance => new OccupiedSeat(target.Gpu, instance.Instance, instance.Workload!, instance.Processes));
        return target.WholeGpuWorkload is { } whole ? instances.Append(new OccupiedSeat(target.Gpu, null, whole, 0)) : instances;
    }
}
