using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Memory of a GPU or MIG device. All compute instances of a GPU instance share one answer.</summary>
internal static unsafe class MemoryFunctions
{
    /// <summary>What the driver keeps inside each GPU instance; bytes.</summary>
    private const ulong InstanceReserved = 16UL << 20;

    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.DeviceGetMemoryInfo, TargetKind.Device, (in CallTarget target, void* memory) =>
        {
            if (!TryRead(driver, target, out ulong total, out ulong reserved, out ulong used, out NvmlReturn code))
            {
                return code;
            }

            return Answer.With(memory, new NvmlMemory { Total = total, Used = used + reserved, Free = total - used - reserved });
        });
        table.Add(NvmlFunction.DeviceGetMemoryInfo_v2, TargetKind.Device, (in CallTarget target, void* memory) =>
        {
            if (Answer.Version(memory) != NvmlMemoryV2.VersionWord)
            {
                return memory == null ? NvmlReturn.InvalidArgument : NvmlReturn.ArgumentVersionMismatch;
            }

            if (!TryRead(driver, target, out ulong total, out ulong reserved, out ulong used, out NvmlReturn code))
            {
                return code;
            }

            return Answer.With(memory, new NvmlMemoryV2 { Version = NvmlMemoryV2.VersionWord, Total = total, Reserved = reserved, Used = used, Free = total - used - reserved });
        });
        table.Add(NvmlFunction.DeviceGetBAR1MemoryInfo, TargetKind.Device, (in CallTarget target, void* memory) =>
        {
            if (!TryRead(driver, target, out ulong total, out _, out _, out NvmlReturn code))
            {
                return code;
            }

            // The window covers the whole memory, rounded up to a power of two; a few mappings use it.
            ulong window = System.Numerics.BitOperations.RoundUpToPowerOf2(total);
            ulong used = target.Compute is null ? 3UL << 20 : 1UL << 20;
            return Answer.With(memory, new NvmlBar1Memory { Bar1Total = window, Bar1Used = used, Bar1Free = window - used });
        });
    }

    private static bool TryRead(SimulatedDriver driver, in CallTarget target, out ulong total, out ulong reserved, out ulong used, out NvmlReturn code)
    {
        SimulatedGpu gpu = target.Gpu!;
        code = NvmlReturn.Success;
        if (target.Instance is { } instance)
        {
            total = (ulong)instance.Profile.MemoryMib << 20;
            reserved = InstanceReserved;
            used = Math.Min(gpu.UsedBytes(instance), total - reserved);
            return true;
        }

        total = gpu.MemoryBytes;
        reserved = gpu.ReservedBytes;
        used = gpu.UsedBytes();
        code = gpu.MigEnabled && !driver.Plan.Privileged ? NvmlReturn.NoPermission : NvmlReturn.Success;
        return code == NvmlReturn.Success;
    }
}
