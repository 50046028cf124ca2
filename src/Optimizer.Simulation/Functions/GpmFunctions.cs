using System.Runtime.InteropServices;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Functions;

/// <summary>GPM: copies of cumulative counters, and what lies between two of them. Hopper and newer.</summary>
internal static unsafe class GpmFunctions
{
    private const double BytesPerMib = 1024 * 1024;

    /// <summary>Names the library owns: valid as long as the process.</summary>
    private static readonly nint ShortName = Marshal.StringToHGlobalAnsi("gpm");

    private static readonly nint PercentUnit = Marshal.StringToHGlobalAnsi("%");

    private static readonly nint RateUnit = Marshal.StringToHGlobalAnsi("MiB/sec");

    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.GpmQueryDeviceSupport, TargetKind.Device, static (in CallTarget target, void* support) =>
            support == null ? NvmlReturn.InvalidArgument
            : Answer.Version(support) != 1 ? NvmlReturn.ArgumentVersionMismatch
            : Answer.With(support, new NvmlGpmSupport { Version = 1, IsSupportedDevice = target.Gpu!.IsHopperOrNewer ? 1u : 0u }));
        table.AddGlobal(NvmlFunction.GpmSampleAlloc, TargetKind.Session, (in CallTarget _, void* handle) =>
            handle == null ? NvmlReturn.InvalidArgument : Answer.With(handle, driver.AddSample()));
        table.AddGlobal(NvmlFunction.GpmSampleFree, TargetKind.Session, (in CallTarget _, nint handle) =>
            driver.RemoveSample(handle) ? NvmlReturn.Success : NvmlReturn.InvalidArgument);
        table.Add(NvmlFunction.GpmSampleGet, TargetKind.Device, (in CallTarget target, nint sample) => Take(driver, target.Gpu!, target.Instance, sample));
        table.Add(NvmlFunction.GpmMigSampleGet, TargetKind.Gpu, (in CallTarget target, uint id, nint sample) =>
            !target.Gpu!.MigEnabled ? NvmlReturn.NotSupported
            : target.Gpu.Partitions.Find(id) is { } instance ? Take(driver, target.Gpu, instance, sample)
            : NvmlReturn.InvalidArgument);
        table.AddGlobal(NvmlFunction.GpmMetricsGet, TargetKind.Session, (in CallTarget _, void* request) => Compare(driver, (NvmlGpmMetricsGetHeader*)request));
    }

    private static NvmlReturn Take(SimulatedDriver driver, SimulatedGpu gpu, GpuInstance? instance, nint handle)
    {
        if (!gpu.IsHopperOrNewer)
        {
            return NvmlReturn.NotSupported;
        }

        if (driver.FindSample(handle) is not { } sample)
        {
            return NvmlReturn.InvalidArgument;
        }

        (instance?.Engines ?? gpu.Engines).CopyTotals(driver.CallTime, sample.Totals);
        sample.Taken = driver.CallTime;
        sample.Source = (gpu.Index, instance?.Serial ?? 0);
        return NvmlReturn.Success;
    }

    private static NvmlReturn Compare(SimulatedDriver driver, NvmlGpmMetricsGetHeader* request)
    {
        if (request == null || request->NumMetrics > NvmlGpmMetricsGetHeader.MaxMetrics)
        {
            return NvmlReturn.InvalidArgument;
        }

        if (request->Version != NvmlGpmMetricsGetHeader.PlainVersion)
        {
            return NvmlReturn.ArgumentVersionMismatch;
        }

        if (driver.FindSample(request->Sample1) is not { } first || driver.FindSample(request->Sample2) is not { } second || first.Source != second.Source)
        {
            return NvmlReturn.InvalidArgument;
        }

        double elapsed = second.Taken - first.Taken;
        NvmlGpmMetric* metrics = (NvmlGpmMetric*)(request + 1);
        for (uint index = 0; index < request->NumMetrics; index++)
        {
            Fill(ref metrics[index], first, second, elapsed);
        }

        return NvmlReturn.Success;
    }

    private static void Fill(ref NvmlGpmMetric metric, GpmSample first, GpmSample second, double elapsed)
    {
        Engine engine = EngineOf(metric.MetricId);
        metric.Value = 0;
        if (engine == Engine.Count || !(elapsed > 0))
        {
            metric.NvmlReturn = engine == Engine.Count ? NvmlReturn.NotSupported : NvmlReturn.NoData;
            return;
        }

        bool traffic = engine >= Engine.PcieTx;
        double rate = (second.Totals[(int)engine] - first.Totals[(int)engine]) / elapsed;
        metric.Value = traffic ? rate / BytesPerMib : rate * 100;
        metric.NvmlReturn = NvmlReturn.Success;
        metric.MetricInfo = new NvmlGpmMetricInfo { ShortName = ShortName, LongName = ShortName, Unit = traffic ? RateUnit : PercentUnit };
    }

    private static Engine EngineOf(uint metric) => metric switch
    {
        NvmlGpmMetricId.GraphicsUtil => Engine.Graphics,
        NvmlGpmMetricId.SmUtil => Engine.Multiprocessor,
        NvmlGpmMetricId.SmOccupancy => Engine.Occupancy,
        NvmlGpmMetricId.IntegerUtil => Engine.Integer,
        NvmlGpmMetricId.AnyTensorUtil => Engine.AnyTensor,
        NvmlGpmMetricId.DfmaTensorUtil => Engine.DoubleTensor,
        NvmlGpmMetricId.HmmaTensorUtil => Engine.HalfTensor,
        NvmlGpmMetricId.ImmaTensorUtil => Engine.IntegerTensor,
        NvmlGpmMetricId.DramBandwidthUtil => Engine.Dram,
        NvmlGpmMetricId.Fp64Util => Engine.Fp64,
        NvmlGpmMetricId.Fp32Util => Engine.Fp32,
        NvmlGpmMetricId.Fp16Util => Engine.Fp16,
        NvmlGpmMetricId.PcieTxPerSecond => Engine.PcieTx,
        NvmlGpmMetricId.PcieRxPerSecond => Engine.PcieRx,
        NvmlGpmMetricId.NvLinkTotalRxPerSecond => Engine.NvLinkRx,
        NvmlGpmMetricId.NvLinkTotalTxPerSecond => Engine.NvLinkTx,
        _ => Engine.Count,
    };
}
