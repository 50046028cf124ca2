using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>ECC and row remapping, with what MIG mode hides of them.</summary>
internal static unsafe class ReliabilityFunctions
{
    private const uint Dram = 2;
    private const uint Sram = 7;

    public static void AddTo(FunctionTable table)
    {
        table.Add(NvmlFunction.DeviceGetEccMode, TargetKind.Gpu, static (in CallTarget target, void* current, void* pending) => Answer.With(current, 1u, pending, 1u));
        table.Add(NvmlFunction.DeviceGetTotalEccErrors, TargetKind.Gpu, static (in CallTarget target, uint type, uint counter, void* count) =>
            Ecc(target, type, counter, Dram, count));
        table.Add(NvmlFunction.DeviceGetMemoryErrorCounter, TargetKind.Device, static (in CallTarget target, uint type, uint counter, uint location, void* count) =>
            Ecc(target, type, counter, location, count));
        table.Add(NvmlFunction.DeviceGetRemappedRows, TargetKind.Gpu, static (in CallTarget target, void* corrected, void* uncorrected, void* pending, void* failed) =>
        {
            GpuReliability rows = target.Gpu!.Reliability;
            if (Hidden(target.Gpu))
            {
                return NvmlReturn.NotSupported;
            }

            NvmlReturn counts = Answer.With(corrected, rows.RemappedCorrectable, uncorrected, rows.RemappedUncorrectable);
            return counts == NvmlReturn.Success ? Answer.With(pending, rows.RemapPending ? 1u : 0u, failed, rows.RemapFailed ? 1u : 0u) : counts;
        });
        table.Add(NvmlFunction.DeviceGetRemappedRows_v2, TargetKind.Gpu, static (in CallTarget target, void* info) => Hidden(target.Gpu!)
            ? NvmlReturn.NotSupported
            : Answer.With(info, new NvmlRemappedRowsInfoV2
            {
                CorrActiveRemaps = target.Gpu!.Reliability.RemappedCorrectable,
                UncActiveRemaps = target.Gpu.Reliability.RemappedUncorrectable,
                BPending = target.Gpu.Reliability.RemapPending ? 1u : 0u,
                BFailureOccurred = target.Gpu.Reliability.RemapFailed ? 1u : 0u,
            }));
        table.Add(NvmlFunction.DeviceGetRowRemapperHistogram, TargetKind.Gpu, static (in CallTarget target, void* histogram) => Answer.With(histogram, Histogram(target.Gpu!)));
    }

    /// <summary>Remapped rows cannot be read while instances exist; the histogram can.</summary>
    public static bool Hidden(SimulatedGpu gpu) => gpu.Partitions.GpuInstances.Count > 0;

    /// <summary>Banks by spare rows left. Each remapped row takes one bank from full to high; a failure leaves one with none.</summary>
    private static NvmlRowRemapperHistogramValues Histogram(SimulatedGpu gpu)
    {
        uint banks = (uint)(gpu.Board.MemoryMib / 128);
        uint used = gpu.Reliability.RemappedCorrectable + gpu.Reliability.RemappedUncorrectable;
        uint none = gpu.Reliability.RemapFailed ? 1u : 0u;
        return new NvmlRowRemapperHistogramValues { Max = banks - used - none, High = used, None = none };
    }

    private static NvmlReturn Ecc(in CallTarget target, uint type, uint counter, uint location, void* count)
    {
        if (type > 1 || counter > 1 || location > Sram)
        {
            return NvmlReturn.InvalidArgument;
        }

        bool isVolatile = counter == 0;
        GpuReliability errors = target.Gpu!.Reliability;
        if (target.Compute is not null)
        {
            // A MIG device knows only its own uncorrected volatile errors outside DRAM.
            return type == 1 && isVolatile && location != Dram ? Answer.With(count, 0UL) : NvmlReturn.NotSupported;
        }

        if (location is not Dram and not Sram || (isVolatile && target.Gpu.MigEnabled))
        {
            return NvmlReturn.NotSupported;
        }

        ulong value = (type, isVolatile) switch
        {
            (0, true) => errors.VolatileCorrected,
            (0, false) => errors.AggregateCorrected,
            (_, true) => errors.VolatileUncorrected,
            _ => errors.AggregateUncorrected,
        };
        return Answer.With(count, location == Dram ? value : 0UL);
    }
}
