using Optimizer.Model.Mig;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on seats given anew. What already runs somewhere has shown that it can.</summary>
internal static class SeatRules
{
    internal static IEnumerable<Finding> Option(PlanCase plan)
    {
        foreach ((OccupiedSeat seat, WorkloadNeed need, GpuState gpu) in NewSeats(plan))
        {
            if (PlanCase.OptionOf(need, gpu, PlanCase.ProfileOf(seat)) is not { } option)
            {
                yield return new Finding(need.Name, $"{seat.Place} ({gpu.Model}): its options are {string.Join(", ", need.Options.Select(Words))}");
            }
            else if (seat.Instance is not null && seat.Processes != option.Processes)
            {
                yield return new Finding(need.Name, $"{seat.Processes} processes on {seat.Place}; its option {option.Profile} has {option.Processes}");
            }
        }
    }

    internal static IEnumerable<Finding> Memory(PlanCase plan)
    {
        foreach ((OccupiedSeat seat, WorkloadNeed need, GpuState gpu) in NewSeats(plan))
        {
            if (LacksMemory(need, gpu, seat) is { } sentence)
            {
                yield return new Finding(need.Name, sentence);
            }
        }
    }

    internal static IEnumerable<Finding> Cuda(PlanCase plan)
    {
        foreach ((OccupiedSeat seat, WorkloadNeed need, GpuState gpu) in NewSeats(plan))
        {
            if (LacksCuda(need, gpu))
            {
                yield return new Finding(need.Name, $"it needs CUDA {need.Cuda}, and {seat.Gpu} runs {gpu.Cuda?.ToString() ?? "an unknown one"}");
            }
        }
    }

    internal static IEnumerable<Finding> ComputeCapability(PlanCase plan)
    {
        foreach ((OccupiedSeat seat, WorkloadNeed need, GpuState gpu) in NewSeats(plan))
        {
            if (LacksCapability(need, gpu))
            {
                yield return new Finding(need.Name, $"it needs compute capability {need.ComputeCapability}, and {seat.Gpu} has {gpu.ComputeCapability?.ToString() ?? "an unknown one"}");
            }
        }
    }

    internal static IEnumerable<Finding> Media(PlanCase plan)
    {
        foreach ((OccupiedSeat seat, WorkloadNeed need, GpuState gpu) in NewSeats(plan))
        {
            if (LacksMedia(need, gpu, seat))
            {
                yield return new Finding(need.Name, $"it needs video or JPEG engines, and {seat.Place} has none");
            }
        }
    }

    /// <summary>True when a workload's memory, driver and engine needs are met on a seat.</summary>
    internal static bool CanRun(WorkloadNeed need, GpuState gpu, OccupiedSeat seat) =>
        LacksMemory(need, gpu, seat) is null && !LacksCuda(need, gpu) && !LacksCapability(need, gpu) && !LacksMedia(need, gpu, seat);

    private static string? LacksMemory(WorkloadNeed need, GpuState gpu, OccupiedSeat seat)
    {
        ulong? room = seat.Instance is null ? gpu.MemoryBytes : ProfileOf(seat, gpu)?.MemoryBytes;
        int processes = seat.Instance is null ? PlanCase.OptionOf(need, gpu, PlanCase.ProfileOf(seat))?.Processes ?? 1 : seat.Processes;
        return need.MemoryBytes is { } bytes && room is { } there && (UInt128)bytes * (uint)Math.Max(1, processes) > there
            ? $"{processes} x {bytes} bytes on {seat.Place}, which has {there}"
            : null;
    }

    private static bool LacksCuda(WorkloadNeed need, GpuState gpu) => need.Cuda is not null && (gpu.Cuda is null || gpu.Cuda < need.Cuda);

    private static bool LacksCapability(WorkloadNeed need, GpuState gpu) =>
        need.ComputeCapability is not null && (gpu.ComputeCapability is null || gpu.ComputeCapability < need.ComputeCapability);

    private static bool LacksMedia(WorkloadNeed need, GpuState gpu, OccupiedSeat seat) =>
        need.NeedsMedia && ProfileOf(seat, gpu)?.Engines is { Decoder: 0, Encoder: 0, Jpeg: 0 };

    private static IEnumerable<(OccupiedSeat Seat, WorkloadNeed Need, GpuState Gpu)> NewSeats(PlanCase plan)
    {
        foreach (OccupiedSeat seat in plan.Planned.Where(plan.IsNew))
        {
            if (plan.Need(seat.Workload) is { } need && plan.Gpu(seat.Gpu) is { } gpu)
            {
                yield return (seat, need, gpu);
            }
        }
    }

    private static MigProfile? ProfileOf(OccupiedSeat seat, GpuState gpu) =>
        seat.Instance is not null && gpu.Geometry is not null ? LayoutRules.Profile(gpu.Geometry, seat.Instance.Profile) : null;

    private static string Words(SeatOption option) => option.GpuModel is null ? option.Profile : $"{option.Profile} on {option.GpuModel}";
}
