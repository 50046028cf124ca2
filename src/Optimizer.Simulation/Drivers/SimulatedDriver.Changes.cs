using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Drivers;

/// <summary>How the things that can happen to a node happen. Called under the lock.</summary>
public sealed partial class SimulatedDriver
{
    /// <summary>"GPU has fallen off the bus".</summary>
    private const uint XidFallenOffBus = 79;

    private void Happen(ScheduledChange change)
    {
        SimulatedGpu gpu = _gpus[change.Gpu];
        switch (change.Kind)
        {
            case ChangeKind.Lose:
                Lose(gpu);
                break;
            case ChangeKind.Restore:
                gpu.Lost = false;
                break;
            case ChangeKind.Xid:
                Raise(gpu, NvmlEventType.XidCritical, change.Number);
                break;
            case ChangeKind.Create:
                Build(gpu, change.Detail!); // a refusal is what the other actor gets: nothing happens to the node
                break;
            case ChangeKind.Destroy when gpu.Partitions.FindAt(change.Detail!.Profile, change.Detail.Start) is { } instance:
                DestroyWhole(gpu, instance, evict: true);
                break;
            case ChangeKind.MigOn or ChangeKind.MigOff:
                gpu.MigPending = change.Kind == ChangeKind.MigOn;
                break;
            case ChangeKind.Reset:
                Reset(gpu, force: true);
                break;
            case ChangeKind.Reload:
                Reload();
                break;
            default:
                Damage(gpu, change);
                break;
        }
    }

    private void Damage(SimulatedGpu gpu, ScheduledChange change)
    {
        GpuReliability reliability = gpu.Reliability;
        switch (change.Kind)
        {
            case ChangeKind.RemapPending:
                (reliability.RemapPending, reliability.RecoveryAction) = (true, 1);
                reliability.RemappedUncorrectable++;
                Raise(gpu, NvmlEventType.DramRetirement);
                break;
            case ChangeKind.RemapFailed:
                (reliability.RemapFailed, reliability.RecoveryAction) = (true, 1);
                Raise(gpu, NvmlEventType.DramRetirementFailure);
                break;
            case ChangeKind.RemapCleared:
                (reliability.RemapPending, reliability.RemapFailed, reliability.RecoveryAction) = (false, false, 0);
                break;
            case ChangeKind.NvLinkErrors:
                reliability.NvLinkCrc += change.Number;
                reliability.NvLinkReplays += change.Number / 4;
                break;
            case ChangeKind.EccCorrected:
                reliability.VolatileCorrected += change.Number;
                reliability.AggregateCorrected += change.Number;
                Raise(gpu, NvmlEventType.SingleBitEcc);
                break;
            case ChangeKind.EccUncorrected:
                reliability.VolatileUncorrected += change.Number;
                reliability.AggregateUncorrected += change.Number;
                Raise(gpu, NvmlEventType.DoubleBitEcc);
                break;
            case ChangeKind.Overheat:
                gpu.Power.ExtraKelvin = change.Number;
                break;
        }
    }

    private NvmlReturn Lose(SimulatedGpu gpu)
    {
        Raise(gpu, NvmlEventType.XidCritical, XidFallenOffBus);
        Raise(gpu, NvmlEventType.GpuUnavailable);
        gpu.Lost = true;
        Evict(gpu, null, EndCause.GpuGone);
        Refresh(gpu);
        return NvmlReturn.Success;
    }

    private NvmlReturn DestroyWhole(SimulatedGpu gpu, GpuInstance instance, bool evict)
    {
        if (!evict && gpu.HasProcesses(instance))
        {
            return NvmlReturn.InUse;
        }

        Evict(gpu, instance, EndCause.InstanceDestroyed);
        foreach (ComputeInstance compute in instance.ComputeInstances.ToArray())
        {
            Destroy(compute);
        }

        return Destroy(instance);
    }

    private NvmlReturn Reset(SimulatedGpu gpu, bool force)
    {
        if (!force && (gpu.Processes.Count > 0 || _sessions > 0))
        {
            return NvmlReturn.InUse;
        }

        if (gpu.Plan.Passthrough)
        {
            return NvmlReturn.ResetRequired;
        }

        Evict(gpu, null, EndCause.GpuGone);
        DropInstances(gpu);
        gpu.Reset();
        Refresh(gpu);
        Raise(gpu, NvmlEventType.MigConfigChange);
        return NvmlReturn.Success;
    }

    private void Reload()
    {
        EndSessions();
        foreach (SimulatedGpu gpu in _gpus)
        {
            Evict(gpu, null, EndCause.GpuGone);
            DropInstances(gpu);

            // Ampere keeps its mode in the board; newer GPUs forget it with the driver.
            gpu.MigPending = !gpu.IsHopperOrNewer && gpu.MigPending;
            gpu.Reset();
            gpu.Reliability.OnReload();
            Refresh(gpu);
            gpu.Power.ClearCounters();
        }
    }
}
