using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>GPUs of one model that may be touched: what fits on none of them, and how to make it fit.</summary>
internal sealed class DefragmentedPool
{
    /// <summary>Most GPUs tried as a new place for one instance. They differ only in who else is there; doubled, hopeless cases take twice as long.</summary>
    private const int MaxHosts = 16;

    private readonly PlanningProblem _problem;
    private readonly GpuState[] _gpus;
    private readonly MigGeometry _geometry;
    private readonly SliceAccounting _accounting;
    private readonly Dictionary<string, WorkloadNeed> _needs;
    private readonly Dictionary<string, List<GpuState>> _hosts = new(StringComparer.Ordinal);

    /// <param name="problem">Whose workloads run on them.</param>
    /// <param name="gpus">GPUs of one model and geometry, by node and UUID; at least one.</param>
    internal DefragmentedPool(PlanningProblem problem, GpuState[] gpus)
    {
        _problem = problem;
        _gpus = gpus;
        _geometry = gpus[0].Geometry!;
        _accounting = new SliceAccounting(_geometry);
        _needs = problem.Workloads.ToDictionary(need => need.Name, StringComparer.Ordinal);
    }

    internal static ValueArray<InstanceTarget> InstancesOf(GpuState gpu) =>
        gpu.Slices.Select(slice => new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)).ToValueArray();

    /// <summary>Profiles that fit on no GPU, less those that are no larger than one that does: room for them would be no gain. Largest first.</summary>
    internal List<MigProfile> Unplaceable()
    {
        HashSet<ValueArray<PlacedInstance>> layouts = [.. _gpus.Select(gpu => gpu.Slices.Select(slice => slice.Instance).ToValueArray())];
        List<MigProfile> placeable = [.. _geometry.Profiles.Where(profile => layouts.Any(layout => profile.Placements.Any(place => Fits(layout, profile, place))))];
        return
        [
            .. _geometry.Profiles
                .Where(profile => !placeable.Exists(other => other.MemorySlices >= profile.MemorySlices && other.ComputeSlices >= profile.ComputeSlices))
                .OrderByDescending(profile => profile.MemorySlices)
                .ThenByDescending(profile => profile.ComputeSlices)
                .ThenBy(profile => profile.Name, StringComparer.Ordinal),
        ];
    }

    /// <summary>The way to make room for a profile that moves the fewest replicas, then the fewest idle instances; null when none is within the limit.</summary>
    internal MadeRoom? MakeRoom(MigProfile profile, int maxMoves)
    {
        var places =
            from gpu in _gpus
            from placement in profile.Placements
            let inTheWay = gpu.Slices.Where(slice => slice.Instance.Placement.Overlaps(placement)).ToArray()
            where Array.TrueForAll(inTheWay, MayMove)
            let moves = inTheWay.Count(slice => slice.Workload is not null)
            where moves <= maxMoves
            orderby moves, inTheWay.Length
            select (gpu, instance: new PlacedInstance(profile.Name, placement), inTheWay, moves);
        MadeRoom? best = null;
        HashSet<(ValueArray<SliceState>, PlacedInstance)> hopeless = [];
        foreach ((GpuState gpu, PlacedInstance instance, SliceState[] inTheWay, int moves) in places)
        {
            if (best is not null && (best.Moves, best.IdleInstances).CompareTo((moves, inTheWay.Length - moves)) <= 0)
            {
                break;
            }

            MadeRoom? room = hopeless.Contains((gpu.Slices, instance)) ? null : OnOneGpu(gpu, instance, maxMoves);
            if (room is null)
            {
                hopeless.Add((gpu.Slices, instance));
            }

            if (room is null || room.Moves > moves || Interrupts(gpu, room))
            {
                room = ToOthers(gpu, instance, inTheWay) ?? room;
            }

            if (room is not null && (best is null || (room.Moves, room.IdleInstances).CompareTo((best.Moves, best.IdleInstances)) < 0))
            {
                best = room;
            }
        }

        return best;
    }

    internal double Fragmentation(IEnumerable<PlacedInstance> instances) => _accounting.Account(
        [.. instances.Select(instance => new PresentInstance(instance.Placement, 0, true, instance.Profile))]).FragmentationRatio;

    /// <summary>A layout with the number of processes its newcomers are listed with; who stays keeps what was seen.</summary>
    internal ValueArray<InstanceTarget> Started(GpuState gpu, ValueArray<InstanceTarget> layout) => layout
        .Select(target => target.Workload is null || gpu.Slices.Any(slice => slice.Instance == target.Instance && slice.Workload == target.Workload)
            ? target
            : target with { Processes = OptionOf(_needs[target.Workload], target.Instance.Profile)!.Processes })
        .ToValueArray();

    /// <summary>A replica on a seat its workload no longer lists stays: it could not be started on one like it.</summary>
    private bool MayMove(SliceState slice) => !slice.Pinned
        && (slice.Workload is null || (_needs.TryGetValue(slice.Workload, out WorkloadNeed? need) && need.Movable && OptionOf(need, slice.Instance.Profile) is not null));

    private SeatOption? OptionOf(WorkloadNeed need, string profile) => need.Options
        .Where(option => option.Profile == profile && (option.GpuModel ?? _gpus[0].Model) == _gpus[0].Model)
        .OrderBy(option => option.GpuModel is null)
        .FirstOrDefault();

    private bool Fits(IEnumerable<PlacedInstance> layout, MigProfile profile, Placement placement) =>
        Layout.TryCreate(_geometry, layout.Append(new PlacedInstance(profile.Name, placement)), out _, out _);

    /// <summary>Places what lies on one GPU anew on it, as few replicas as possible.</summary>
    private MadeRoom? OnOneGpu(GpuState gpu, PlacedInstance wanted, int maxMoves)
    {
        Relayout relayout = new(_geometry, [.. gpu.Slices], MayMove, wanted);
        return relayout.Find(maxMoves) is { } found
            ? new MadeRoom(gpu, new() { [gpu.Uuid] = found.Instances }, found.Moves, found.IdleInstances)
            : null;
    }

    /// <summary>True when placing anew on one GPU is only possible by stopping somebody first: then another GPU may be kinder.</summary>
    private bool Interrupts(GpuState gpu, MadeRoom room) => !TransitionPlanner
        .Plan(
            _problem with { Gpus = [gpu], Workloads = gpu.Slices.Select(slice => slice.Workload).OfType<string>().Distinct().Select(name => _needs[name]).ToValueArray() },
            [new GpuTarget { Gpu = gpu.Uuid, MigEnabled = true, Instances = room.Layouts[gpu.Uuid] }])
        .Notes.IsEmpty;

    /// <summary>Sends what is in the way to free space elsewhere, on the same GPU or the fullest others, so that empty ones stay whole.</summary>
    private MadeRoom? ToOthers(GpuState gpu, PlacedInstance wanted, SliceState[] inTheWay)
    {
        Dictionary<GpuState, List<InstanceTarget>> layouts = new(ReferenceEqualityComparer.Instance)
        {
            [gpu] = [.. InstancesOf(gpu).Where(target => !inTheWay.Any(slice => slice.Instance == target.Instance))],
        };
        if (!Layout.TryCreate(_geometry, layouts[gpu].Select(target => target.Instance).Append(wanted), out _, out _))
        {
            return null;
        }

        foreach (SliceState slice in inTheWay.OrderByDescending(slice => slice.Instance.Placement.Size).ThenBy(slice => slice.Instance))
        {
            MigProfile profile = _geometry.FindProfile(slice.Instance.Profile)!;
            (GpuState Host, Placement Placement)? place = HostsOf(profile)
                .Where(host => host != gpu && Welcomes(host, layouts, slice.Workload))
                .Take(MaxHosts)
                .Prepend(gpu)
                .SelectMany(host => profile.Placements.Reverse().Select(placement => (host, placement)))
                .Where(seat => Fits(LayoutOf(layouts, seat.host).Concat(seat.host == gpu ? [wanted] : []), profile, seat.placement))
                .Select(seat => ((GpuState, Placement)?)seat)
                .FirstOrDefault();
            if (place is not ({ } chosen, Placement at))
            {
                return null;
            }

            if (!layouts.TryGetValue(chosen, out List<InstanceTarget>? layout))
            {
                layouts.Add(chosen, layout = [.. InstancesOf(chosen)]);
            }

            layout.Add(new InstanceTarget(new PlacedInstance(profile.Name, at), slice.Workload, slice.Processes));
        }

        int moves = inTheWay.Count(slice => slice.Workload is not null);
        return new MadeRoom(
            gpu,
            layouts.ToDictionary(pair => pair.Key.Uuid, pair => pair.Value.OrderBy(target => target.Instance).ToValueArray()),
            moves,
            inTheWay.Length - moves);
    }

    /// <summary>GPUs with free space for one more instance of a profile as they are now, the fullest first.</summary>
    private List<GpuState> HostsOf(MigProfile profile)
    {
        if (!_hosts.TryGetValue(profile.Name, out List<GpuState>? hosts))
        {
            hosts =
            [
                .. _gpus
                    .Where(gpu => profile.Placements.Any(placement => Fits(gpu.Slices.Select(slice => slice.Instance), profile, placement)))
                    .OrderByDescending(gpu => gpu.Slices.Sum(slice => slice.Instance.Placement.Size)),
            ];
            _hosts.Add(profile.Name, hosts);
        }

        return hosts;
    }

    private static IEnumerable<PlacedInstance> LayoutOf(Dictionary<GpuState, List<InstanceTarget>> layouts, GpuState gpu) =>
        layouts.TryGetValue(gpu, out List<InstanceTarget>? layout) ? layout.Select(target => target.Instance) : gpu.Slices.Select(slice => slice.Instance);

    private bool Welcomes(GpuState host, Dictionary<GpuState, List<InstanceTarget>> layouts, string? workload)
    {
        if (workload is null)
        {
            return true;
        }

        WorkloadNeed need = _needs[workload];
        string[] there =
        [
            .. layouts.TryGetValue(host, out List<InstanceTarget>? layout)
                ? layout.Select(target => target.Workload).OfType<string>()
                : host.Slices.Select(slice => slice.Workload).OfType<string>(),
        ];
        return there.Count(name => name == workload) < (need.MaxPerGpu ?? int.MaxValue)
            && !Array.Exists(there, name => need.ApartFrom.Contains(name) || (_needs.TryGetValue(name, out WorkloadNeed? other) && other.ApartFrom.Contains(workload)))
            && (need.ComputeCapability is not { } capability || host.ComputeCapability >= capability)
            && (need.Cuda is not { } cuda || host.Cuda >= cuda);
    }
}
