using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Looks for a temporary seat: on an instance nobody has before or after, or where one can be made without being in anybody's way.</summary>
internal static class ParkingSearch
{
    /// <summary>The first seat by GPU, existing instances first, then the smallest, on which the workload keeps what it needs while one replica is stopped.</summary>
    /// <param name="change">What is being done.</param>
    /// <param name="crew">Whose replica.</param>
    /// <param name="running">What it has running.</param>
    /// <param name="leaving">What is to be stopped.</param>
    /// <param name="live">Instances of a GPU at this point.</param>
    internal static Parking? Find(FleetChange change, Crew crew, Supply running, Supply leaving, Func<int, IReadOnlyCollection<PlacedInstance>> live)
    {
        if (crew.Need.GpusPerReplica > 1)
        {
            return null;
        }

        for (int gpu = 0; gpu < change.Gpus.Length; gpu++)
        {
            if (change.Targets[gpu] is { MigEnabled: true } target && change.Gpus[gpu] is { MigEnabled: true, Usability: GpuUsability.Usable, Geometry: { } geometry } state
                && MayRunOn(crew.Need, state, target))
            {
                Parking? parking = Seats(geometry, state, target, live(gpu), crew.Need)
                    .Select(seat => new Parking(crew, gpu, seat.Instance, seat.IsCreated, seat.Processes, new Supply(Supply.RateOn(crew.Need, state, seat.Instance.Profile), 1)))
                    .FirstOrDefault(seat => (running - leaving + seat.Supply).Covers(crew.Needed));
                if (parking is not null)
                {
                    return parking;
                }
            }
        }

        return null;
    }

    private static IEnumerable<(PlacedInstance Instance, bool IsCreated, int Processes)> Seats(
        MigGeometry geometry, GpuState state, GpuTarget target, IReadOnlyCollection<PlacedInstance> live, WorkloadNeed need)
    {
        // What anybody has now or gets is no place to wait.
        HashSet<PlacedInstance> had = [.. state.Slices.Where(slice => slice.Workload is not null || slice.Pinned).Select(slice => slice.Instance)];
        PlacedInstance[] wanted = [.. target.Instances.Select(instance => instance.Instance)];
        List<(MigProfile Profile, int Processes)> profiles =
        [
            .. geometry.Profiles
                .Where(profile => Serves(need, profile))
                .OrderBy(profile => profile.MemorySlices)
                .ThenBy(profile => profile.Name, StringComparer.Ordinal)
                .Select(profile => (profile, Processes(need, state, profile)))
                .Where(pair => pair.Item2 > 0 && (need.MemoryBytes ?? 0) <= pair.profile.MemoryBytes / (ulong)pair.Item2),
        ];
        foreach ((MigProfile profile, int processes) in profiles)
        {
            foreach (InstanceTarget idle in target.Instances.AsEnumerable())
            {
                if (idle.Workload is null && idle.Instance.Profile == profile.Name && live.Contains(idle.Instance) && !had.Contains(idle.Instance))
                {
                    yield return (idle.Instance, false, processes);
                }
            }
        }

        foreach ((MigProfile profile, int processes) in profiles)
        {
            foreach (Placement placement in profile.Placements.AsEnumerable())
            {
                PlacedInstance instance = new(profile.Name, placement);
                if (Fits(geometry, live, instance) && Fits(geometry, wanted, instance))
                {
                    yield return (instance, true, processes);
                }
            }
        }
    }

    private static bool Fits(MigGeometry geometry, IEnumerable<PlacedInstance> instances, PlacedInstance further) =>
        Layout.TryCreate(geometry, instances.Append(further), out _, out _);

    private static bool Serves(WorkloadNeed need, MigProfile profile) =>
        !need.NeedsMedia || profile.Engines is { Decoder: > 0 } or { Encoder: > 0 } or { Jpeg: > 0 };

    private static int Processes(WorkloadNeed need, GpuState state, MigProfile profile) => need.Options
        .Where(option => option.Profile == profile.Name && (option.GpuModel ?? state.Model) == state.Model)
        .OrderBy(option => option.GpuModel is null)
        .Select(option => option.Processes)
        .FirstOrDefault();

    private static bool MayRunOn(WorkloadNeed need, GpuState state, GpuTarget target)
    {
        if ((need.ComputeCapability is { } capability && !(state.ComputeCapability >= capability)) || (need.Cuda is { } cuda && !(state.Cuda >= cuda)))
        {
            return false;
        }

        // Before and after together: on the way there may be some of each.
        List<string> tenants = [.. state.Slices.Select(slice => slice.Workload).Concat(target.Instances.Select(instance => instance.Workload)).OfType<string>()];
        return !tenants.Exists(need.ApartFrom.Contains) && (need.MaxPerGpu ?? int.MaxValue) > tenants.Count(name => name == need.Name);
    }
}
