using System.Collections.Immutable;
using Optimizer.Model.Collections;
using Optimizer.Node.Devices;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <content>Who uses the GPU, and by which names its users know it.</content>
internal sealed partial class MigHand
{
    private NvmlProcessInfo[] _processes = new NvmlProcessInfo[64];

    /// <summary>Pids on a GPU instance, or on the whole GPU.</summary>
    /// <param name="instance">Which; null: everything on the GPU.</param>
    /// <returns>By pid; null when the driver does not tell for another reason than that it cannot.</returns>
    public ImmutableArray<uint>? Processes(uint? instance)
    {
        SortedSet<uint> pids = [];
        NvmlReturn whole = Collect(Device, instance, pids);
        if (whole is NvmlReturn.Success && pids.Count > 0)
        {
            return [.. pids];
        }

        // An old driver tells no instance with a process, and one without privileges nothing at all: the MIG devices know.
        bool all = instance is null && whole is NvmlReturn.Success;
        if (!all && !CollectFromDevices(instance, pids))
        {
            return null;
        }

        return whole is NvmlReturn.Success or NvmlReturn.NotSupported or NvmlReturn.NoPermission or NvmlReturn.FunctionNotFound
            || Accept(NvmlFunction.DeviceGetComputeRunningProcesses_v3, whole)
            ? [.. pids]
            : null;
    }

    /// <summary>The GPU and its MIG devices with their UUIDs; null when it did not answer.</summary>
    public PresentGpu? ReadPresent()
    {
        if (!Resolve())
        {
            return null;
        }

        NvmlResult<(uint Current, uint Pending)> mode = nvml.MigMode(Device);
        if (mode.Code is not (NvmlReturn.Success or NvmlReturn.NotSupported))
        {
            return null;
        }

        List<PresentMigDevice> devices = [];
        NvmlResult<uint> most = nvml.MaxMigDeviceCount(Device);
        for (uint index = 0; index < most.OrNull(); index++)
        {
            NvmlResult<nint> device = nvml.MigDeviceByIndex(Device, index);
            if (device.Code == NvmlReturn.NotFound)
            {
                continue;
            }

            if (!device.IsSuccess
                || !nvml.GpuInstanceId(device.Value).TryGet(out uint instance)
                || !nvml.ComputeInstanceId(device.Value).TryGet(out uint compute))
            {
                return null;
            }

            devices.Add(new PresentMigDevice(nvml.Uuid(device.Value).OrNull(), instance, compute));
        }

        devices.Sort(static (left, right) => (left.GpuInstanceId, left.ComputeInstanceId).CompareTo((right.GpuInstanceId, right.ComputeInstanceId)));
        return new PresentGpu(gpu, nvml.MinorNumber(Device).OrNull(), mode.IsSuccess && mode.Value.Current == 1, devices.ToValueArray());
    }

    private bool CollectFromDevices(uint? instance, SortedSet<uint> pids)
    {
        NvmlResult<uint> most = nvml.MaxMigDeviceCount(Device);
        for (uint index = 0; index < most.OrNull(); index++)
        {
            NvmlResult<nint> device = nvml.MigDeviceByIndex(Device, index);
            if (device.Code == NvmlReturn.NotFound)
            {
                continue; // indexes have holes
            }

            if (!Accept(NvmlFunction.DeviceGetMigDeviceHandleByIndex, device.Code))
            {
                return false;
            }

            NvmlResult<uint> id = nvml.GpuInstanceId(device.Value);
            if (!Accept(NvmlFunction.DeviceGetGpuInstanceId, id.Code))
            {
                return false;
            }

            if (instance is null || instance == id.Value)
            {
                NvmlReturn code = Collect(device.Value, null, pids);
                if (!Accept(NvmlFunction.DeviceGetComputeRunningProcesses_v3, code))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private NvmlReturn Collect(nint device, uint? instance, SortedSet<uint> pids)
    {
        NvmlResult<int> compute = nvml.ComputeProcesses(device, ref _processes);
        Take(compute.Value);
        if (!compute.IsSuccess)
        {
            return compute.Code;
        }

        // Graphics contexts hold an instance as well; that they cannot be asked for says that there are none.
        Take(nvml.GraphicsProcesses(device, ref _processes).Value);
        return NvmlReturn.Success;

        void Take(int count)
        {
            foreach (NvmlProcessInfo process in _processes.AsSpan(0, count))
            {
                if (instance is null || process.GpuInstanceId == instance)
                {
                    pids.Add(process.Pid);
                }
            }
        }
    }
}
