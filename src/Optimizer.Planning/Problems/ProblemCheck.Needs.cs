using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Problems;

/// <content>Every workload can run somewhere.</content>
public static partial class ProblemCheck
{
    private static IEnumerable<PlanRefusal> Needs(FleetView fleet) => fleet.Problem.Workloads.SelectMany(need =>
    {
        PlanRefusal[] unknown = [.. UnknownProfiles(fleet, need)];
        return unknown.Length > 0 ? unknown : Nowhere(fleet, need) is { } refusal ? [refusal] : Vanished(fleet, need) is { } vanished ? [vanished] : Array.Empty<PlanRefusal>();
    });

    private static IEnumerable<PlanRefusal> UnknownProfiles(FleetView fleet, WorkloadNeed need)
    {
        // A figure for a model that is not here says nothing wrong: one declaration may serve many nodes.
        foreach (SeatOption option in need.Options.Where(option => option.Profile != ProfileCapacity.WholeGpu))
        {
            FleetView.Kind[] meant = [.. fleet.Kinds.Where(kind => option.GpuModel is null || kind.Like.Model == option.GpuModel)];
            if (meant.Length > 0 && !meant.Any(kind => kind.Profile(option.Profile) is not null))
            {
                string[] names = [.. meant.SelectMany(kind => kind.Like.Geometry?.Profiles.Select(profile => profile.Name) ?? []).Distinct().Order(StringComparer.Ordinal)];
                yield return Refuse(
                    RefusalReason.UnknownProfile, need.Name, $"{need.Name} lists {Words(option)}, which no GPU has.",
                    names.Length == 0 ? $"List {ProfileCapacity.WholeGpu}: these GPUs cannot do MIG." : $"Use one of {string.Join(", ", names)}, or {ProfileCapacity.WholeGpu} for a whole GPU.");
            }
        }
    }

    private static PlanRefusal? Nowhere(FleetView fleet, WorkloadNeed need)
    {
        PlanRefusal No(string sentence, string relaxation) => Refuse(RefusalReason.NothingServes, need.Name, sentence, relaxation);
        if (need.Options.IsEmpty)
        {
            return No($"No profile serves {need.Name} inside its latency limit and memory.", "Raise the latency limit, or state its capacity for at least one profile.");
        }

        Seat[] seats = [.. Seats(fleet, need)];
        if (seats.Length == 0)
        {
            return No(
                $"{need.Name} runs on {string.Join(", ", need.Options.Select(Words))}; the GPUs are {string.Join(", ", fleet.Kinds.Select(kind => kind.Like.Model).Distinct().Order(StringComparer.Ordinal))}.",
                "State its capacity for a profile of these GPUs.");
        }

        Seat[] roomy = [.. seats.Where(seat => seat.Fits(need))];
        if (roomy.Length == 0)
        {
            Seat best = seats.OrderByDescending(seat => seat.MemoryBytes / (ulong)seat.Option.Processes).First();
            string each = best.Option.Processes == 1 ? "" : $"{best.Option.Processes} processes of ";
            return No(
                $"{need.Name} needs {each}{GiB(need.MemoryBytes ?? 0)}; the largest of its seats, {Words(best.Option)}, has {GiB(best.MemoryBytes)}.",
                $"Bring one process to {GiB(best.MemoryBytes / (ulong)best.Option.Processes)} or less{Larger(fleet, need)}.");
        }

        return NoDriver(need, roomy, No) ?? NoEngines(need, [.. roomy.Where(seat => seat.Drives(need))], No) ?? NoIsland(fleet, need, [.. roomy.Where(seat => seat.Drives(need))], No);
    }

    private static PlanRefusal? NoDriver(WorkloadNeed need, Seat[] seats, Func<string, string, PlanRefusal> no)
    {
        if (need.Cuda is not null && !seats.Any(seat => seat.Gpu.Cuda >= need.Cuda))
        {
            Version? newest = seats.Max(seat => seat.Gpu.Cuda);
            return no($"{need.Name} needs CUDA {need.Cuda}; the newest driver of the GPUs it fits runs {newest?.ToString() ?? "an unknown one"}.", $"Install a driver for CUDA {need.Cuda} on one of them, or build it for {newest?.ToString() ?? "what is there"}.");
        }

        if (need.ComputeCapability is not null && !seats.Any(seat => seat.Gpu.ComputeCapability >= need.ComputeCapability))
        {
            Version? newest = seats.Max(seat => seat.Gpu.ComputeCapability);
            return no($"{need.Name} needs compute capability {need.ComputeCapability}; the GPUs it fits have {newest?.ToString() ?? "an unknown one"} at most.", $"Build it for {newest?.ToString() ?? "what is there"}, or add a GPU of {need.ComputeCapability}.");
        }

        return seats.Any(seat => seat.Drives(need))
            ? null
            : no($"No one GPU that {need.Name} fits has both CUDA {need.Cuda} and compute capability {need.ComputeCapability}.", $"Install a driver for CUDA {need.Cuda} on a GPU of compute capability {need.ComputeCapability}.");
    }

    private static PlanRefusal? NoEngines(WorkloadNeed need, Seat[] seats, Func<string, string, PlanRefusal> no) =>
        !need.NeedsMedia || seats.Any(seat => seat.HasMedia)
            ? null
            : no(
                $"{need.Name} needs video or JPEG engines; {string.Join(", ", seats.Select(seat => Words(seat.Option)).Distinct())} have none.",
                "State its capacity for a profile with engines, such as one ending in +me, or say that it needs none.");

    private static PlanRefusal? NoIsland(FleetView fleet, WorkloadNeed need, Seat[] seats, Func<string, string, PlanRefusal> no)
    {
        // What runs has a place, whether or not its links are known now.
        if (need.GpusPerReplica == 0 || PresentReplicas(fleet, need) > 0)
        {
            return null;
        }

        GpuState[] whole = [.. WholeGpus(seats)];
        int largest = whole.GroupBy(IslandOf).Select(island => island.Count()).DefaultIfEmpty().Max();
        return largest >= need.GpusPerReplica
            ? null
            : no($"A replica of {need.Name} takes {need.GpusPerReplica} whole GPUs on one NVLink island; the largest island of GPUs it fits has {largest}.", largest == 0 ? $"State its capacity for {ProfileCapacity.WholeGpu}." : $"Let a replica take {largest} GPUs, or add {need.GpusPerReplica - largest} to the island.");
    }

    private static PlanRefusal? Vanished(FleetView fleet, WorkloadNeed need)
    {
        bool promised = need.Qos == QosClass.Guaranteed && (need.Replicas.Min > 0 || need.FloorRate > 0);
        GpuState[] lost = [.. fleet.LostOf(need)];
        return promised && lost.Length > 0 && !Seats(fleet, need).Any(seat => seat.Gpu.Usability != GpuUsability.Unusable && seat.Fits(need) && seat.Drives(need))
            ? Refuse(
                RefusalReason.GpuVanished, need.Name, $"{need.Name} is guaranteed and ran on {string.Join(", ", lost.Select(gpu => gpu.Uuid))}, which cannot be used, and no other GPU can take it.",
                $"Bring {lost[0].Uuid} back, state its capacity for another GPU, or set its floors to 0.")
            : null;
    }

    private static (string Node, int? Island, string Alone) IslandOf(GpuState gpu) => (gpu.Node, gpu.NvLinkIsland, gpu.NvLinkIsland is null ? gpu.Uuid.Value : "");

    private static IEnumerable<GpuState> WholeGpus(IEnumerable<Seat> seats) =>
        seats.Where(seat => seat.Instance is null).Select(seat => seat.Kind).Distinct().SelectMany(kind => kind.Gpus);

    /// <summary>Every kind of seat of a workload on every kind of GPU that has such a profile, whatever may be done with the GPUs now.</summary>
    private static IEnumerable<Seat> Seats(FleetView fleet, WorkloadNeed need) =>
        from option in need.Options
        from kind in fleet.Kinds
        where option.GpuModel is null || option.GpuModel == kind.Like.Model
        let profile = kind.Profile(option.Profile)
        where profile is not null || option.Profile == ProfileCapacity.WholeGpu
        select new Seat(kind, option, profile);

    private static string Larger(FleetView fleet, WorkloadNeed need)
    {
        MigProfile? larger = fleet.Kinds.SelectMany(kind => kind.Like.Geometry?.Profiles.AsEnumerable() ?? [])
            .Where(profile => profile.MemoryBytes >= need.MemoryBytes).OrderBy(profile => profile.MemoryBytes).ThenBy(profile => profile.Name, StringComparer.Ordinal).FirstOrDefault();
        return larger is null ? "" : $", or state its capacity on {larger.Name} ({GiB(larger.MemoryBytes)})";
    }

    private static string GiB(ulong bytes) => $"{bytes / (double)(1UL << 30):0.##} GiB";

    private sealed record Seat(FleetView.Kind Kind, SeatOption Option, MigProfile? Instance)
    {
        internal GpuState Gpu => Kind.Like;

        internal ulong MemoryBytes => Instance?.MemoryBytes ?? Gpu.MemoryBytes;

        internal double Share => Instance is null ? 1 : (double)Instance.ComputeSlices / Gpu.Geometry!.ComputeSlices;

        internal bool HasMedia => Instance?.Engines is not { Decoder: 0, Encoder: 0, Jpeg: 0 };

        internal bool Fits(WorkloadNeed need) => need.MemoryBytes is null || need.MemoryBytes <= MemoryBytes / (ulong)Option.Processes;

        internal bool Drives(WorkloadNeed need) =>
            (need.Cuda is null || Gpu.Cuda >= need.Cuda) && (need.ComputeCapability is null || Gpu.ComputeCapability >= need.ComputeCapability);
    }
}
