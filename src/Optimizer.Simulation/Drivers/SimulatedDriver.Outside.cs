using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>What the outside world does to the node: administrators, other actors, broken hardware. Not NVML calls.</summary>
public sealed partial class SimulatedDriver
{
    /// <summary>Another actor creates a GPU instance with a compute instance that spans it.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <param name="profile">Profile name, for example <c>1g.10gb</c>.</param>
    /// <param name="start">First memory slice; null leaves the place to the driver.</param>
    /// <returns>What the driver answered: 0, 2 unknown profile or illegal place, 3 MIG off, 15 GPU lost, 23 no room.</returns>
    public NvmlReturn CreateInstance(int gpu, string profile, int? start = null) => Outside(gpu, target =>
    {
        if (target.Board.FindProfile(profile) is not { } found)
        {
            return NvmlReturn.InvalidArgument;
        }

        NvmlReturn code = CreateInstance(target, found, start is { } at ? new BoardPlacement(at, found.MemorySlices) : null, out GpuInstance? created);
        return code == NvmlReturn.Success ? CreateCompute(created!, found.ComputeSlices, null, out _) : code;
    });

    /// <summary>Another actor destroys a GPU instance and its compute instances.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <param name="gpuInstanceId">Its id.</param>
    /// <param name="evict">Whether its processes are killed first; otherwise they make it fail.</param>
    /// <returns>0, 6 no such instance, 19 processes on it.</returns>
    public NvmlReturn DestroyInstance(int gpu, uint gpuInstanceId, bool evict = false) => Outside(gpu, target =>
        target.Partitions.Find(gpuInstanceId) is { } instance ? DestroyWhole(target, instance, evict) : NvmlReturn.NotFound);

    /// <summary>What is on a GPU, lost or not, past every call and so past every fault: for whoever judges those who ask the driver.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <returns>By start; null with MIG off.</returns>
    public IReadOnlyList<StandingInstance>? Instances(int gpu)
    {
        lock (Sync)
        {
            Advance();
            SimulatedGpu target = _gpus[gpu];
            return !target.MigEnabled ? null :
            [
                .. target.Partitions.GpuInstances.OrderBy(instance => instance.Placement.Start).Select(instance => new StandingInstance(
                    instance.Profile.Name,
                    instance.Placement.Start,
                    instance.Placement.Size,
                    (uint)instance.Id,
                    instance.ComputeInstances.Count,
                    target.Processes.Count(resident => resident.IsOn((uint)instance.Id)))),
            ];
        }
    }

    /// <summary>The GPU falls off the bus: every call on it answers 15 until <see cref="RestoreGpu"/>.</summary>
    public void LoseGpu(int gpu) => Outside(gpu, Lose);

    /// <summary>A lost GPU comes back as it was, without the processes it had.</summary>
    public void RestoreGpu(int gpu) => Outside(gpu, target =>
    {
        target.Lost = false;
        Refresh(target);
        return NvmlReturn.Success;
    });

    /// <summary>A GPU reset, as an administrator would do it: a pending mode becomes current, instances and volatile state are lost.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <param name="force">Kill processes and ignore open sessions; otherwise they make it fail.</param>
    /// <returns>0, 16 when the host refuses resets, 19 when somebody holds the device.</returns>
    public NvmlReturn ResetGpu(int gpu, bool force = false) => Outside(gpu, target => Reset(target, force));

    /// <summary>Unloads and loads the kernel driver: sessions end, instances are lost, Hopper and newer come back with MIG off, counters restart.</summary>
    public void ReloadDriver()
    {
        lock (Sync)
        {
            Advance();
            Reload();
        }
    }

    /// <summary>An XID is reported.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <param name="xid">Its number.</param>
    /// <param name="gpuInstance">GPU instance it is tied to; null for the whole GPU.</param>
    /// <param name="computeInstance">Compute instance it is tied to; null for none.</param>
    public void InjectXid(int gpu, uint xid, uint? gpuInstance = null, uint? computeInstance = null) => Outside(gpu, target =>
    {
        Raise(target, NvmlEventType.XidCritical, xid, gpuInstance ?? uint.MaxValue, computeInstance ?? uint.MaxValue);
        return NvmlReturn.Success;
    });

    /// <summary>Some calls go wrong from now on, ahead of the scenario's own rules.</summary>
    public void InjectFault(FaultRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        lock (Sync)
        {
            Faults.Add(rule);
        }
    }

    /// <summary>Takes an injected rule back and lets calls that hang on it return.</summary>
    public void ClearFault(FaultRule rule)
    {
        lock (Sync)
        {
            Faults.Remove(rule);
        }
    }

    /// <summary>Drives a GPU instance, or a GPU without MIG, instead of its workloads.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <param name="gpuInstanceId">GPU instance id; null for the whole GPU.</param>
    /// <param name="activity">Busy share 0..1; null gives it back to its workloads.</param>
    public void SetActivity(int gpu, uint? gpuInstanceId, double? activity) => Outside(gpu, target =>
    {
        GpuInstance? instance = gpuInstanceId is { } id
            ? target.Partitions.Find(id) ?? throw new ArgumentException($"GPU {gpu} has no GPU instance {id}.", nameof(gpuInstanceId))
            : null;
        target.Override(instance, activity is { } value ? Math.Clamp(value, 0, 1) : null);
        Refresh(target);
        return NvmlReturn.Success;
    });

    /// <summary>A process opens the GPU.</summary>
    /// <param name="gpu">GPU index.</param>
    /// <param name="gpuInstanceId">GPU instance it runs on; null with MIG off.</param>
    /// <param name="computeInstanceId">Compute instance it runs on; null with MIG off.</param>
    /// <param name="process">The process.</param>
    public void AddProcess(int gpu, uint? gpuInstanceId, uint? computeInstanceId, SimulatedProcess process)
    {
        ArgumentNullException.ThrowIfNull(process);
        Outside(gpu, target =>
        {
            target.Processes.Add(new ResidentProcess(process, gpuInstanceId ?? ResidentProcess.NoInstance, computeInstanceId ?? ResidentProcess.NoInstance));
            Ledger.Use(gpu, true, CallTime);
            return NvmlReturn.Success;
        });
    }

    /// <summary>A process ends. A workload of the scenario that ends this way stays down.</summary>
    /// <returns>False when no such process uses a GPU.</returns>
    public bool RemoveProcess(uint pid)
    {
        lock (Sync)
        {
            Advance();
            foreach (SimulatedGpu gpu in _gpus)
            {
                if (_occupants[gpu.Index].Find(occupant => occupant.Resident?.Process.Pid == pid) is { } occupant)
                {
                    Vacate(gpu, occupant, EndCause.KilledByHand);
                    (occupant as SimulatedWorkload)?.Stop();
                    Fleet.Schedule();
                    Jobs.Schedule();
                    return true;
                }

                if (gpu.Processes.RemoveAll(resident => resident.Process.Pid == pid) > 0)
                {
                    Ledger.Use(gpu.Index, gpu.Processes.Count > 0, CallTime);
                    Refresh(gpu);
                    return true;
                }
            }

            return false;
        }
    }

    private NvmlReturn Outside(int gpu, Func<SimulatedGpu, NvmlReturn> act)
    {
        lock (Sync)
        {
            Advance();
            return act(_gpus[gpu]);
        }
    }
}
