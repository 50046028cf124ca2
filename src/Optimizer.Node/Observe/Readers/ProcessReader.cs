using System.Runtime.InteropServices;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>Processes of one GPU, instances included.</summary>
internal sealed class ProcessReader(ProcessDirectory directory)
{
    private readonly List<(GpuProcess Process, KnownProcess Known)> _found = [];
    private NvmlProcessInfo[] _buffer = new NvmlProcessInfo[64];

    /// <summary>The processes of the last reading with who they are, ordered by instance, then pid.</summary>
    public IReadOnlyList<(GpuProcess Process, KnownProcess Known)> Found => _found;

    /// <summary>Reads the processes of the GPU; with MIG on, of each instance when the GPU as a whole may not be asked.</summary>
    /// <returns>Null when the driver does not answer.</returns>
    public ProcessCounts? Read(GpuProbe gpu, Mig.MigReader mig, Instant now)
    {
        _found.Clear();
        int? compute = ReadCompute(gpu, gpu.Device, null, 0, now) ?? ReadByInstance(gpu, mig, now);
        if (compute is null)
        {
            return null;
        }

        int? graphics = ReadGraphics(gpu);
        _found.Sort(static (left, right) => Compare(left.Process, right.Process));
        return new ProcessCounts(compute.Value, graphics);
    }

    /// <summary>The list for the snapshot.</summary>
    public ValueArray<GpuProcess> List()
    {
        GpuProcess[] processes = new GpuProcess[_found.Count];
        for (int index = 0; index < processes.Length; index++)
        {
            processes[index] = _found[index].Process;
        }

        return ValueArray.Create<GpuProcess>(processes);
    }

    /// <summary>Compute processes on one instance, of the last reading; null when the driver does not tell on which instance processes run.</summary>
    public int? CountOf(uint instanceId)
    {
        int count = 0;
        foreach ((GpuProcess process, _) in CollectionsMarshal.AsSpan(_found))
        {
            if (process.GpuInstanceId is not uint instance)
            {
                return null;
            }

            count += instance == instanceId ? 1 : 0;
        }

        return count;
    }

    private static int Compare(GpuProcess left, GpuProcess right)
    {
        int byInstance = (left.GpuInstanceId ?? -1L).CompareTo(right.GpuInstanceId ?? -1L);
        return byInstance != 0 ? byInstance : left.Pid.CompareTo(right.Pid);
    }

    private int? ReadByInstance(GpuProbe gpu, Mig.MigReader mig, Instant now)
    {
        _found.Clear();
        if (!mig.IsEnabled || !gpu.IsAlive)
        {
            return null;
        }

        int total = 0;
        foreach ((uint instance, nint device) in mig.MigDevices)
        {
            if (ReadCompute(gpu, device, instance, 1, now) is not int count)
            {
                _found.Clear();
                return null;
            }

            total += count;
        }

        return total;
    }

    private int? ReadCompute(GpuProbe gpu, nint device, uint? instanceId, uint variant, Instant now)
    {
        const NvmlFunction function = NvmlFunction.DeviceGetComputeRunningProcesses_v3;
        if (!gpu.MayAsk(function, variant))
        {
            return null;
        }

        NvmlResult<int> result = gpu.Nvml.ComputeProcesses(device, ref _buffer);

        // With MIG on, the whole GPU may be asked only with privileges: a refusal means "ask the instances", and is remembered.
        NvmlReturn code = variant == 0 && result.Code == NvmlReturn.NoPermission ? NvmlReturn.NotSupported : result.Code;
        if (!gpu.Accept(function, variant, code))
        {
            return null;
        }

        for (int index = 0; index < result.Value; index++)
        {
            Add(_buffer[index], instanceId, now);
        }

        return result.Value;
    }

    private void Add(in NvmlProcessInfo info, uint? instanceId, Instant now)
    {
        KnownProcess known = directory.Find(info.Pid, now);
        GpuProcess process = new()
        {
            Pid = info.Pid,
            GpuInstanceId = instanceId ?? (info.GpuInstanceId == uint.MaxValue ? null : info.GpuInstanceId),
            MemoryBytes = info.UsedGpuMemory == ulong.MaxValue ? null : info.UsedGpuMemory,
            Command = known.Command,
            Workload = known.Workload?.Name,
        };
        _found.Add((process, known));
    }

    private int? ReadGraphics(GpuProbe gpu)
    {
        const NvmlFunction function = NvmlFunction.DeviceGetGraphicsRunningProcesses_v3;
        if (!gpu.MayAsk(function, 0))
        {
            return null;
        }

        NvmlResult<int> result = gpu.Nvml.GraphicsProcesses(gpu.Device, ref _buffer);
        NvmlReturn code = result.Code == NvmlReturn.NoPermission ? NvmlReturn.NotSupported : result.Code;
        return gpu.Accept(function, 0, code) ? result.Value : null;
    }
}
