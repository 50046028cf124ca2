using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>Changes of MIG state, by whoever asks: rules about modes, processes and privilege on top of the geometry. Called under the lock.</summary>
public sealed partial class SimulatedDriver
{
    /// <summary>The driver refused 4g beside 3g before this branch.</summary>
    private const int FourBesideThreeSince = 510;

    internal NvmlReturn SetMigMode(SimulatedGpu gpu, bool enable)
    {
        gpu.MigPending = enable;
        if (gpu.MigEnabled == enable)
        {
            return NvmlReturn.Success;
        }

        // Before Hopper the change is a reset, and every open client is in its way: an event set of our own counts.
        if (gpu.Processes.Count > 0 || (!gpu.IsHopperOrNewer && IsHeldByEvents(gpu)))
        {
            return NvmlReturn.InUse;
        }

        if (!gpu.IsHopperOrNewer && gpu.Plan.Passthrough)
        {
            return NvmlReturn.ResetRequired;
        }

        DropInstances(gpu);
        gpu.MigEnabled = enable;
        Ledger.ModeChange();
        Refresh(gpu);
        Raise(gpu, NvmlEventType.MigConfigChange);
        return NvmlReturn.Success;
    }

    internal NvmlReturn CreateInstance(SimulatedGpu gpu, BoardProfile profile, BoardPlacement? placement, out GpuInstance? created)
    {
        created = null;
        if (gpu.Lost)
        {
            return NvmlReturn.GpuIsLost;
        }

        if (!gpu.MigEnabled)
        {
            return NvmlReturn.NotSupported;
        }

        if (gpu.Partitions.ProfileById((uint)profile.Id) is null)
        {
            return NvmlReturn.InvalidArgument; // younger than this driver
        }

        if (Branch < FourBesideThreeSince && profile.ComputeSlices is 3 or 4 && gpu.Partitions.GpuInstances.Exists(other => other.Profile.ComputeSlices == 7 - profile.ComputeSlices))
        {
            return NvmlReturn.InsufficientResources;
        }

        NvmlReturn code = gpu.Partitions.Create(profile, placement, out created);
        if (code == NvmlReturn.Success)
        {
            created!.Engines.Settle(CallTime);
            Refresh(gpu);
            Raise(gpu, NvmlEventType.MigConfigChange);
        }

        return code;
    }

    internal NvmlReturn CreateCompute(GpuInstance instance, int width, int? start, out ComputeInstance? created)
    {
        NvmlReturn code = instance.Gpu.Partitions.CreateCompute(instance, width, start, out created);
        if (code == NvmlReturn.Success)
        {
            Raise(instance.Gpu, NvmlEventType.MigConfigChange, 0, (uint)instance.Id, (uint)created!.Id);
        }

        return code;
    }

    internal NvmlReturn Destroy(GpuInstance instance)
    {
        SimulatedGpu gpu = instance.Gpu;
        if (instance.ComputeInstances.Count > 0 || gpu.HasProcesses(instance))
        {
            return NvmlReturn.InUse;
        }

        gpu.Partitions.Destroy(instance);
        _instances.Remove(instance.Handle);
        Refresh(gpu);
        Raise(gpu, NvmlEventType.MigConfigChange);
        return NvmlReturn.Success;
    }

    internal NvmlReturn Destroy(ComputeInstance compute)
    {
        SimulatedGpu gpu = compute.Parent.Gpu;
        if (gpu.HasProcesses(compute))
        {
            return NvmlReturn.InUse;
        }

        gpu.Partitions.Destroy(compute);
        _computes.Remove(compute.Handle);
        Raise(gpu, NvmlEventType.MigConfigChange, 0, (uint)compute.Parent.Id, (uint)compute.Id);
        return NvmlReturn.Success;
    }

    /// <summary>Ends the processes of an instance, or of the whole GPU.</summary>
    private void Evict(SimulatedGpu gpu, GpuInstance? instance, EndCause cause)
    {
        foreach (IOccupant occupant in _occupants[gpu.Index].ToArray())
        {
            if (occupant.Resident is not null && (instance is null || occupant.Instance == instance))
            {
                Vacate(gpu, occupant, cause);
            }
        }

        gpu.Processes.RemoveAll(resident => instance is null || resident.IsOn((uint)instance.Id));
        Ledger.Use(gpu.Index, gpu.Processes.Count > 0, CallTime);
        Fleet.Schedule();
        Jobs.Schedule();
    }

    private void DropInstances(SimulatedGpu gpu)
    {
        foreach (GpuInstance instance in gpu.Partitions.GpuInstances)
        {
            _instances.Remove(instance.Handle);
            foreach (ComputeInstance compute in instance.ComputeInstances)
            {
                _computes.Remove(compute.Handle);
            }
        }

        gpu.Partitions.Clear();
    }
}
