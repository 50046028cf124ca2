using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <content>Processes.</content>
public sealed unsafe partial class NvmlLibrary
{
    /// <summary>Processes with a CUDA context, on a GPU or MIG handle. Source: nvmlDeviceGetComputeRunningProcesses_v3.</summary>
    /// <param name="device">Handle.</param>
    /// <param name="processes">Buffer; grown when the driver wants more room, never shrunk.</param>
    /// <returns>How many of the buffer's first entries are filled.</returns>
    public NvmlResult<int> ComputeProcesses(nint device, ref NvmlProcessInfo[] processes) => Processes(
        NvmlFunction.DeviceGetComputeRunningProcesses_v3,
        NvmlFunction.DeviceGetComputeRunningProcesses_v2,
        NvmlFunction.DeviceGetComputeRunningProcesses,
        device,
        ref processes);

    /// <summary>Processes with a graphics context, as <see cref="ComputeProcesses"/>. Source: nvmlDeviceGetGraphicsRunningProcesses_v3.</summary>
    public NvmlResult<int> GraphicsProcesses(nint device, ref NvmlProcessInfo[] processes) => Processes(
        NvmlFunction.DeviceGetGraphicsRunningProcesses_v3,
        NvmlFunction.DeviceGetGraphicsRunningProcesses_v2,
        NvmlFunction.DeviceGetGraphicsRunningProcesses,
        device,
        ref processes);

    /// <summary>Name of a process as the driver knows it. Source: nvmlSystemGetProcessName.</summary>
    public NvmlResult<string> ProcessName(uint pid)
    {
        const int length = 256;
        if (!Enter(NvmlFunction.SystemGetProcessName, out nint address))
        {
            return Missing<string>();
        }

        byte* text = stackalloc byte[length];
        text[0] = 0;
        NvmlReturn code = ((delegate* unmanaged[Cdecl]<uint, byte*, uint, NvmlReturn>)address)(pid, text, length);
        Leave(NvmlFunction.SystemGetProcessName, code);
        return new(code, code == NvmlReturn.Success ? NvmlText.Read(new ReadOnlySpan<byte>(text, length)) : string.Empty);
    }

    private NvmlResult<int> Processes(
        NvmlFunction v3, NvmlFunction v2, NvmlFunction v1, nint device, ref NvmlProcessInfo[] processes)
    {
        NvmlFunction newest = Has(v3) ? v3 : v2;
        return Has(newest) ? Grow(newest, device, ref processes) : ProcessesV1(v1, device, ref processes);
    }

    // Processes start between the call that sizes and the call that fills, so the buffer is offered first and grown with slack.
    private NvmlResult<int> Grow<T>(NvmlFunction function, nint device, ref T[] buffer)
        where T : unmanaged
    {
        const int attempts = 4;
        const uint most = 65_536; // more contexts than any node has: a wild count must not become a wild allocation
        for (int attempt = 0; ; attempt++)
        {
            if (!Enter(function, out nint address))
            {
                return Missing<int>();
            }

            var count = (uint)buffer.Length;
            NvmlReturn code;
            fixed (T* first = buffer)
            {
                code = ((delegate* unmanaged[Cdecl]<nint, uint*, T*, NvmlReturn>)address)(device, &count, first);
            }

            Leave(function, code);
            if (code != NvmlReturn.InsufficientSize || attempt == attempts || count > most)
            {
                return new(code, code == NvmlReturn.Success ? (int)Math.Min(count, (uint)buffer.Length) : 0);
            }

            buffer = new T[Math.Max(count + 8, (uint)buffer.Length * 2)];
        }
    }

    // Before R510: 16-byte entries without instance ids.
    private NvmlResult<int> ProcessesV1(NvmlFunction function, nint device, ref NvmlProcessInfo[] processes)
    {
        NvmlProcessInfoV1[] old = new NvmlProcessInfoV1[Math.Max(processes.Length, 8)];
        NvmlResult<int> result = Grow(function, device, ref old);
        if (result.Value > processes.Length)
        {
            processes = new NvmlProcessInfo[old.Length];
        }

        for (int index = 0; index < result.Value; index++)
        {
            processes[index] = new NvmlProcessInfo
            {
                Pid = old[index].Pid,
                UsedGpuMemory = old[index].UsedGpuMemory,
                GpuInstanceId = uint.MaxValue,
                ComputeInstanceId = uint.MaxValue,
            };
        }

        return result;
    }
}
