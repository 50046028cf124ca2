using Optimizer.Nvml.Native;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Mig;

namespace Optimizer.Simulation.Drivers;

/// <summary>What every call does before its own work: take the lock, bring time up to date, check session and handle, meet its faults.</summary>
public sealed partial class SimulatedDriver
{
    /// <summary>Enters a call. When it answers true the lock is held and <see cref="Leave"/> must follow.</summary>
    /// <param name="function">The function called.</param>
    /// <param name="kind">What its first handle is.</param>
    /// <param name="handle">The handle; ignored where it has none.</param>
    /// <param name="target">What the handle stands for.</param>
    /// <param name="code">The answer to give when it answers false.</param>
    internal bool TryEnter(NvmlFunction function, TargetKind kind, nint handle, out CallTarget target, out int code)
    {
        target = default;
        bool disturbed = false;
        try
        {
            while (true)
            {
                Sync.Enter();
                NvmlReturn state = Begin(kind, handle, out target);
                FaultBoard.Entry? fault = disturbed || Faults.IsEmpty || state is NvmlReturn.Uninitialized
                    ? null
                    : Faults.Match(function, target.Gpu, target.Instance, CallTime);
                if (fault is null && state == NvmlReturn.Success)
                {
                    code = 0;
                    return true;
                }

                Sync.Exit();
                if (fault is null)
                {
                    code = (int)state;
                    return false;
                }

                // Waiting outside the lock: a call that hangs must not stop the node.
                bool released = fault.Hold(Time);
                if (!released || fault.Rule.Code is not null)
                {
                    code = (int)(released ? fault.Rule.Code!.Value : NvmlReturn.Unknown);
                    return false;
                }

                disturbed = true;
            }
        }
        catch (Exception)
        {
            // An exception that crossed into C would end the process.
            Leave();
            code = (int)NvmlReturn.Unknown;
            return false;
        }
    }

    /// <summary>Ends a call that <see cref="TryEnter"/> let in.</summary>
    internal void Leave()
    {
        if (!Sync.IsHeldByCurrentThread)
        {
            return;
        }

        double owed = _owedSeconds;
        _owedSeconds = 0;
        Sync.Exit();
        if (owed > 0)
        {
            Pass(owed);
        }
    }

    private NvmlReturn Begin(TargetKind kind, nint handle, out CallTarget target)
    {
        target = default;
        Advance();
        if (_disposed || (kind != TargetKind.Anytime && _sessions == 0))
        {
            return NvmlReturn.Uninitialized;
        }

        NvmlReturn found = kind switch
        {
            TargetKind.Gpu or TargetKind.Device => FindDevice(handle, kind == TargetKind.Device, ref target),
            TargetKind.GpuInstance => FindInstance(handle, ref target),
            TargetKind.ComputeInstance => FindCompute(handle, ref target),
            _ => NvmlReturn.Success,
        };
        return target.Gpu is { Lost: true } ? NvmlReturn.GpuIsLost : found;
    }

    private NvmlReturn FindDevice(nint handle, bool migToo, ref CallTarget target)
    {
        if (!HandleSpace.TrySplit(handle, out int index, out int mig) || index >= _gpus.Length)
        {
            return NvmlReturn.InvalidArgument;
        }

        SimulatedGpu gpu = _gpus[index];
        target.Gpu = gpu;
        if (mig < 0)
        {
            return NvmlReturn.Success;
        }

        ReadOnlySpan<ComputeInstance?> devices = gpu.Partitions.Devices;
        target.Compute = mig < devices.Length ? devices[mig] : null;
        target.Instance = target.Compute?.Parent;
        return migToo && target.Compute is not null ? NvmlReturn.Success : NvmlReturn.InvalidArgument;
    }

    private NvmlReturn FindInstance(nint handle, ref CallTarget target)
    {
        if (!_instances.TryGetValue(handle, out GpuInstance? instance))
        {
            return NvmlReturn.InvalidArgument;
        }

        (target.Gpu, target.Instance) = (instance.Gpu, instance);
        return NvmlReturn.Success;
    }

    private NvmlReturn FindCompute(nint handle, ref CallTarget target)
    {
        if (!_computes.TryGetValue(handle, out ComputeInstance? compute))
        {
            return NvmlReturn.InvalidArgument;
        }

        (target.Gpu, target.Instance, target.Compute) = (compute.Parent.Gpu, compute.Parent, compute);
        return NvmlReturn.Success;
    }
}
