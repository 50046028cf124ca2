using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Generators;

/// <summary>Puts workloads on empty GPUs, legally and without breaking a rule between them.</summary>
internal static class Filling
{
    internal static GpuState[] Fill(Random random, GpuState[] gpus, WorkloadNeed[] needs)
    {
        GpuState[] filled = [.. gpus];
        foreach (WorkloadNeed need in needs.Where(need => need.GpusPerReplica > 0 && random.Next(2) == 0))
        {
            PlaceJob(filled, need, random.Next(8) == 0);
        }

        Dictionary<string, int> replicas = [];
        for (int index = 0; index < filled.Length; index++)
        {
            if (filled[index].MigEnabled)
            {
                filled[index] = Slice(random, filled[index], needs, replicas);
            }
        }

        return filled;
    }

    /// <summary>GPU and profile of every seat of a workload.</summary>
    internal static IEnumerable<(GpuState Gpu, string Profile)> Seats(IEnumerable<GpuState> gpus, string workload) => gpus.SelectMany(gpu =>
        gpu.Slices.Where(slice => slice.Workload == workload).Select(slice => (gpu, slice.Instance.Profile))
            .Concat(gpu.WholeGpuWorkload == workload ? [(gpu, ProfileCapacity.WholeGpu)] : []));

    private static void PlaceJob(GpuState[] gpus, WorkloadNeed need, bool pinned)
    {
        IEnumerable<int[]> islands = Enumerable.Range(0, gpus.Length)
            .Where(index => !gpus[index].MigEnabled && gpus[index].WholeGpuWorkload is null && gpus[index].NvLinkIsland is not null && Runs(need, gpus[index]))
            .GroupBy(index => (gpus[index].Node, gpus[index].NvLinkIsland, Alive: gpus[index].Usability == GpuUsability.Usable))
            .Where(island => island.Key.Alive).Select(island => island.ToArray());
        if (islands.FirstOrDefault(island => island.Length >= need.GpusPerReplica) is { } found)
        {
            foreach (int index in found.Take(need.GpusPerReplica))
            {
                gpus[index] = gpus[index] with { WholeGpuWorkload = need.Name, WholeGpuPinned = pinned };
            }
        }
    }

    private static GpuState Slice(Random random, GpuState gpu, WorkloadNeed[] needs, Dictionary<string, int> replicas)
    {
        List<SliceState> slices = [];
        int tries = random.Next(3) * 5;
        for (int draw = 0; draw < tries; draw++)
        {
            MigProfile profile = gpu.Geometry!.Profiles[random.Next(gpu.Geometry.Profiles.Count)];
            PlacedInstance instance = new(profile.Name, profile.Placements[random.Next(profile.Placements.Count)]);
            if (!Layout.TryCreate(gpu.Geometry, [.. slices.Select(slice => slice.Instance), instance], out _, out _))
            {
                continue;
            }

            // Four times out of five it goes to somebody; a pin without a workload is a process nobody declared.
            (WorkloadNeed Need, int Processes)? occupant = random.Next(5) == 0 ? null : Occupant(random, gpu, instance, slices, needs, replicas);
            slices.Add(new SliceState
            {
                Instance = instance,
                Workload = occupant?.Need.Name,
                Processes = occupant?.Processes ?? 0,
                Pinned = random.Next(10) == 0,
            });
        }

        return gpu with { Slices = slices.OrderBy(slice => slice.Instance).ToValueArray() };
    }

    private static (WorkloadNeed Need, int Processes)? Occupant(
        Random random, GpuState gpu, PlacedInstance instance, List<SliceState> slices, WorkloadNeed[] needs, Dictionary<string, int> replicas)
    {
        (WorkloadNeed Need, int Processes)[] able =
        [
            .. needs.Where(need => need.GpusPerReplica == 0 && Runs(need, gpu) && replicas.GetValueOrDefault(need.Name) < 4)
                .Where(need => slices.Count(slice => slice.Workload == need.Name) < (need.MaxPerGpu ?? int.MaxValue))
                .Where(need => !slices.Any(slice => slice.Workload is { } other && (need.ApartFrom.Contains(other) || needs.Any(one => one.Name == other && one.ApartFrom.Contains(need.Name)))))
                .SelectMany(need => need.Options.Where(option => option.Profile == instance.Profile && option.GpuModel == gpu.Model).Select(option => (need, option.Processes))),
        ];
        if (able.Length == 0)
        {
            return null;
        }

        (WorkloadNeed Need, int Processes) chosen = able[random.Next(able.Length)];
        replicas[chosen.Need.Name] = replicas.GetValueOrDefault(chosen.Need.Name) + 1;
        return chosen;
    }

    private static bool Runs(WorkloadNeed need, GpuState gpu) =>
        (need.Cuda is null || gpu.Cuda >= need.Cuda) && (need.ComputeCapability is null || gpu.ComputeCapability >= need.ComputeCapability);
}
