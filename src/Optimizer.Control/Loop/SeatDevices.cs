using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <summary>Finds how a process reaches a seat.</summary>
public static class SeatDevices
{
    /// <summary>The device of a seat in a snapshot; null when the seat is not there, or has not exactly one compute instance with a name.</summary>
    public static SeatDevice? Of(NodeSnapshot seen, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(seat);
        if (seen.Gpus.FirstOrDefault(gpu => gpu.Uuid == seat.Gpu) is not { Availability: GpuAvailability.Up } gpu)
        {
            return null;
        }

        SeatDevice whole = new()
        {
            Visible = gpu.Uuid.ToString(),
            GpuMinor = gpu.Identity.Minor,
            NumaNode = gpu.Identity.NumaNode,
            PciBusId = gpu.Identity.PciBusId,
        };
        if (seat.Instance is null)
        {
            return gpu.Mig is { Enabled: true } ? null : whole;
        }

        return InstanceOf(gpu, seat) is { ComputeInstances: [{ MigUuid: { } uuid } compute] } instance
            ? whole with { Visible = uuid, GpuInstanceId = instance.Id, ComputeInstanceId = compute.Id }
            : null;
    }

    /// <summary>The instance of a seat is there and has no compute instance, so that nothing can run on it.</summary>
    public static bool IsBare(NodeSnapshot seen, Seat seat)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(seat);
        return seen.Gpus.FirstOrDefault(gpu => gpu.Uuid == seat.Gpu) is { Availability: GpuAvailability.Up } gpu && InstanceOf(gpu, seat) is { ComputeInstances.IsEmpty: true };
    }

    private static GpuInstanceSnapshot? InstanceOf(GpuSnapshot gpu, Seat seat) => gpu.Mig?.Instances.FirstOrDefault(present =>
        present.Profile == seat.Instance?.Profile && present.PlacementStart == seat.Instance.Placement.Start);
}
