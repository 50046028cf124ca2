using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Ledger;

/// <summary>How one GPU is divided among the states in one snapshot, in multiprocessors; in slices, or as a whole, where those are not known.</summary>
/// <remarks>Multiprocessors and not slices: a 7g of an H100 has 132 of them and seven 1g have 112 together, so that equal slices are not equal hardware.</remarks>
internal static class StateShares
{
    /// <summary>Number of states.</summary>
    public const int States = (int)DeviceState.Unavailable + 1;

    /// <summary>Writes the weight of each state; at least one is above 0 and none below.</summary>
    /// <param name="gpu">The GPU; one that answers.</param>
    /// <param name="idleThreshold">Activity below this is idle. Unit: ratio.</param>
    /// <param name="weights">One place per state.</param>
    public static void Of(GpuSnapshot gpu, double idleThreshold, Span<long> weights)
    {
        weights.Clear();
        if (gpu.Mig is not { Enabled: true } mig)
        {
            weights[(int)WholeGpu(gpu, idleThreshold)] = 1;
            return;
        }

        long busy = 0, idle = 0;
        bool counted = true;
        foreach (GpuInstanceSnapshot instance in mig.Instances)
        {
            counted &= instance.Multiprocessors is not null;
            bool used = IsUsed(instance.Processes, instance.Activity?.SmRatio, idleThreshold);
            busy += used ? instance.Multiprocessors ?? 0 : 0;
            idle += used ? 0 : instance.Multiprocessors ?? 0;
        }

        if (counted && Multiprocessors(gpu, mig) is { } all)
        {
            weights[(int)DeviceState.Busy] = busy;
            weights[(int)DeviceState.Idle] = idle;
            DivideRest(Math.Max(0, all - busy - idle), mig.Slices?.Compute, weights);
        }
        else if (mig.Slices is { } slices)
        {
            weights[(int)DeviceState.Busy] = Math.Max(0, slices.Compute.Busy);
            weights[(int)DeviceState.Idle] = Math.Max(0, slices.Compute.Idle);
            weights[(int)DeviceState.Free] = Math.Max(0, slices.Compute.Free);
            weights[(int)DeviceState.Stranded] = Math.Max(0, slices.Compute.Stranded);
        }

        if (weights.IndexOfAnyExcept(0) < 0)
        {
            weights[(int)Undivided(mig, idleThreshold)] = 1;
        }
    }

    /// <summary>Counts what nobody uses as being changed: instances that serve on while others are made beside them are busy, not repartitioning.</summary>
    public static void TakeUnused(Span<long> weights)
    {
        foreach (DeviceState unused in (ReadOnlySpan<DeviceState>)[DeviceState.Idle, DeviceState.Free, DeviceState.Stranded])
        {
            weights[(int)DeviceState.Repartitioning] += weights[(int)unused];
            weights[(int)unused] = 0;
        }
    }

    private static DeviceState WholeGpu(GpuSnapshot gpu, double idleThreshold)
    {
        int? processes = gpu.Processes is { } counts ? counts.Compute + (counts.Graphics ?? 0) : null;
        if (processes <= 0)
        {
            return DeviceState.Free;
        }

        return IsUsed(processes, gpu.Activity?.SmRatio ?? gpu.Utilization?.BusyRatio, idleThreshold) ? DeviceState.Busy : DeviceState.Idle;
    }

    /// <summary>The sampler's rule: with nothing known it counts as busy, because what cannot be seen must not be offered as idle.</summary>
    private static bool IsUsed(int? processes, double? activity, double idleThreshold) =>
        (processes is null or > 0) && (activity is not { } known || known >= idleThreshold);

    private static long? Multiprocessors(GpuSnapshot gpu, MigReading mig)
    {
        if (gpu.Identity.Multiprocessors is > 0 and uint said)
        {
            return said;
        }

        long most = 0;
        foreach (MigProfile profile in mig.Geometry?.Profiles ?? [])
        {
            most = Math.Max(most, profile.Multiprocessors);
        }

        return most > 0 ? most : null;
    }

    private static void DivideRest(long rest, SliceStates? compute, Span<long> weights)
    {
        if (compute is not { } slices)
        {
            weights[(int)DeviceState.Free] = rest;
            return;
        }

        long free = Math.Max(0, slices.Free), stranded = Math.Max(0, slices.Stranded);

        // With neither, every slice is taken and what is left over is what these profiles cannot reach.
        long share = free + stranded == 0 ? 0 : rest * free / (free + stranded);
        weights[(int)DeviceState.Free] = share;
        weights[(int)DeviceState.Stranded] = rest - share;
    }

    /// <summary>Neither multiprocessors nor slices are known: the GPU counts as one piece.</summary>
    private static DeviceState Undivided(MigReading mig, double idleThreshold)
    {
        bool used = false;
        foreach (GpuInstanceSnapshot instance in mig.Instances)
        {
            used |= IsUsed(instance.Processes, instance.Activity?.SmRatio, idleThreshold);
        }

        return used ? DeviceState.Busy : mig.Instances.IsEmpty ? DeviceState.Free : DeviceState.Idle;
    }
}
