using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>The classic busy percentages. None of them exists while MIG is on.</summary>
internal static unsafe class UtilizationFunctions
{
    /// <summary>The window the driver states; microseconds.</summary>
    private const uint SamplingPeriod = 167_000;

    public static void AddTo(FunctionTable table)
    {
        table.Add(NvmlFunction.DeviceGetUtilizationRates, TargetKind.Gpu, static (in CallTarget target, void* rates) => target.Gpu!.MigEnabled
            ? NvmlReturn.NotSupported
            : Answer.With(rates, new NvmlUtilization { Gpu = Percent(target.Gpu.Activity), Memory = Percent(target.Gpu.DramActivity) }));
        table.Add(NvmlFunction.DeviceGetEncoderUtilization, TargetKind.Gpu, static (in CallTarget target, void* busy, void* period) => Media(target.Gpu!, busy, period));
        table.Add(NvmlFunction.DeviceGetDecoderUtilization, TargetKind.Gpu, static (in CallTarget target, void* busy, void* period) => Media(target.Gpu!, busy, period));
        table.Add(NvmlFunction.DeviceGetJpgUtilization, TargetKind.Gpu, static (in CallTarget target, void* busy, void* period) => Media(target.Gpu!, busy, period));
        table.Add(NvmlFunction.DeviceGetOfaUtilization, TargetKind.Gpu, static (in CallTarget target, void* busy, void* period) => Media(target.Gpu!, busy, period));
    }

    /// <summary>No simulated workload uses media engines, so those a board has are idle. An encoder a data-centre board lacks reads 0 there as well.</summary>
    private static NvmlReturn Media(SimulatedGpu gpu, void* busy, void* period) => gpu.MigEnabled
        ? NvmlReturn.NotSupported
        : Answer.With(busy, 0u, period, SamplingPeriod);

    private static uint Percent(double share) => (uint)Math.Round(Math.Clamp(share, 0, 1) * 100);
}
