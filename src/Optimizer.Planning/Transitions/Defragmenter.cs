using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Makes room for the largest instance that fits nowhere, by as few moves as do it.</summary>
/// <remarks>
/// First what lies on one GPU is placed anew on it, then what is in the way goes to other GPUs of the model. Pins, replicas that may not be moved,
/// GPUs that drain, limits per GPU and workloads that must stay apart are kept.
/// </remarks>
public static class Defragmenter
{
    /// <summary>Most moves of one proposal. Each costs a restart for room nobody has asked for yet; doubled, a proposal disturbs more than such room is worth.</summary>
    public const int DefaultMaxMoves = 2;

    /// <summary>Looks for the proposal that gains the largest profile, then moves least.</summary>
    /// <param name="problem">A problem that passed <see cref="ProblemCheck"/>.</param>
    /// <param name="maxMoves">Most replicas to move, 0 or more; 0 places only idle instances anew.</param>
    /// <returns>Null when nothing is gained.</returns>
    public static Defragmentation? Propose(PlanningProblem problem, int maxMoves = DefaultMaxMoves)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxMoves);
        DefragmentedPool[] pools =
        [
            .. problem.Gpus
                .Where(gpu => gpu is { Usability: GpuUsability.Usable, MigEnabled: true, Geometry: not null })
                .OrderBy(gpu => gpu.Node, StringComparer.Ordinal)
                .ThenBy(gpu => gpu.Uuid)
                .GroupBy(gpu => (gpu.Model, gpu.Geometry!))
                .OrderBy(pool => pool.Key.Model, StringComparer.Ordinal)
                .Select(pool => new DefragmentedPool(problem, [.. pool])),
        ];
        IEnumerable<(DefragmentedPool Pool, MigProfile Profile)> gains = pools
            .SelectMany(pool => pool.Unplaceable().Select(profile => (pool, profile)))
            .OrderByDescending(gain => gain.profile.MemoryBytes)
            .ThenByDescending(gain => gain.profile.ComputeSlices);
        foreach ((DefragmentedPool pool, MigProfile profile) in gains)
        {
            if (pool.MakeRoom(profile, maxMoves) is { } room)
            {
                return Proposal(problem, pool, profile, room);
            }
        }

        return null;
    }

    private static Defragmentation Proposal(PlanningProblem problem, DefragmentedPool pool, MigProfile profile, MadeRoom room)
    {
        GpuState before = room.Gpu;
        return new Defragmentation
        {
            Targets = problem.Gpus
                .Select(gpu => room.Layouts.TryGetValue(gpu.Uuid, out ValueArray<InstanceTarget> instances)
                    ? new GpuTarget { Gpu = gpu.Uuid, MigEnabled = true, Instances = pool.Started(gpu, instances) }
                    : Present(gpu))
                .ToValueArray(),
            Profile = profile.Name,
            Gpu = before.Uuid,
            Moves = room.Moves,
            IdleInstances = room.IdleInstances,
            FragmentationBefore = pool.Fragmentation(before.Slices.Select(slice => slice.Instance)),
            FragmentationAfter = pool.Fragmentation(room.Layouts[before.Uuid].Select(target => target.Instance)),
        };
    }

    private static GpuTarget Present(GpuState gpu) => new()
    {
        Gpu = gpu.Uuid,
        MigEnabled = gpu.MigEnabled,
        Instances = DefragmentedPool.InstancesOf(gpu),
        WholeGpuWorkload = gpu.WholeGpuWorkload,
    };
}
