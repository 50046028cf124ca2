using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Which processors and memory are near a GPU. Masks are arrays of C's <c>unsigned long</c>, 64 bits each.</summary>
internal static unsafe class AffinityFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.DeviceGetCpuAffinityWithinScope, TargetKind.Gpu, (in CallTarget target, uint size, void* mask, uint scope) =>
            scope > 1 ? NvmlReturn.InvalidArgument : Mask(target.Gpu!.Plan.NumaNode * driver.Plan.CpusPerNode, driver.Plan.CpusPerNode, size, (ulong*)mask));
        table.Add(NvmlFunction.DeviceGetCpuAffinity, TargetKind.Gpu, (in CallTarget target, uint size, void* mask) =>
            Mask(target.Gpu!.Plan.NumaNode * driver.Plan.CpusPerNode, driver.Plan.CpusPerNode, size, (ulong*)mask));
        table.Add(NvmlFunction.DeviceGetMemoryAffinity, TargetKind.Gpu, static (in CallTarget target, uint size, void* mask, uint scope) =>
            scope > 1 ? NvmlReturn.InvalidArgument : Mask(target.Gpu!.Plan.NumaNode, 1, size, (ulong*)mask));

        // Only where the GPU's own memory is a NUMA node (Grace systems), which no scenario has.
        table.Add(NvmlFunction.DeviceGetNumaNodeId, TargetKind.Gpu, static (in CallTarget target, void* node) => NvmlReturn.NotSupported);
    }

    private static NvmlReturn Mask(int first, int count, uint size, ulong* mask)
    {
        if (mask == null || size == 0 || size > 1024)
        {
            return NvmlReturn.InvalidArgument;
        }

        new Span<ulong>(mask, (int)size).Clear();
        for (int bit = first; bit < first + count && bit < size * 64; bit++)
        {
            mask[bit / 64] |= 1UL << (bit % 64);
        }

        return NvmlReturn.Success;
    }
}
