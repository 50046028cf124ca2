using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Gpm;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>GPM activity of one GPU and of its instances.</summary>
internal sealed class ActivityReader : IDisposable
{
    private const int FixedMetrics = 4;

    // The driver wants samples at least this far apart; closer ones say nothing.
    private static readonly Duration ShortestWindow = Duration.FromMilliseconds(100);

    private static readonly uint[] PipeIds =
    [
        NvmlGpmMetricId.AnyTensorUtil, NvmlGpmMetricId.HmmaTensorUtil, NvmlGpmMetricId.ImmaTensorUtil, NvmlGpmMetricId.DfmaTensorUtil,
        NvmlGpmMetricId.Fp64Util, NvmlGpmMetricId.Fp32Util, NvmlGpmMetricId.Fp16Util, NvmlGpmMetricId.IntegerUtil,
    ];

    private readonly uint[] _metrics;
    private readonly double[] _values;
    private GpmWindow? _whole;
    private bool? _supported;

    public ActivityReader(bool allPipes)
    {
        _metrics =
        [
            NvmlGpmMetricId.GraphicsUtil, NvmlGpmMetricId.SmUtil, NvmlGpmMetricId.SmOccupancy, NvmlGpmMetricId.DramBandwidthUtil,
            .. PipeIds.AsSpan(0, allPipes ? PipeIds.Length : 1),
        ];
        _values = new double[_metrics.Length];
    }

    public ActivitySource Source => _supported == true ? ActivitySource.Gpm : ActivitySource.None;

    /// <summary>Forgets samples and support, after the session was opened anew. Frees nothing: those samples died with the old session.</summary>
    public void Forget()
    {
        _whole = null;
        _supported = null;
    }

    /// <summary>Activity of the whole GPU since the previous cycle.</summary>
    public EngineActivity? ReadWhole(GpuProbe gpu, ReadingGuard guard, Cycle cycle) =>
        IsWindow(cycle) && IsSupported(gpu) ? Read(gpu, ref _whole, null, guard, "device_") : null;

    /// <summary>Activity of one instance since the previous cycle.</summary>
    public EngineActivity? ReadInstance(GpuProbe gpu, Mig.InstanceRecord record, ReadingGuard guard, Cycle cycle)
    {
        if (!IsWindow(cycle) || !IsSupported(gpu) || record.Scanned.ComputeInstances.IsEmpty)
        {
            return null;
        }

        GpmWindow? window = record.Window;
        EngineActivity? activity = Read(gpu, ref window, record.Scanned.Id, guard, "mig_");
        record.Window = window;
        return activity;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _whole?.Dispose();
        _whole = null;
    }

    // After a stalled cycle the next one follows at once.
    private static bool IsWindow(Cycle cycle) => cycle.Number == 1 || cycle.SinceLast >= ShortestWindow;

    private bool IsSupported(GpuProbe gpu)
    {
        if (_supported is null && gpu.MayAsk(NvmlFunction.GpmQueryDeviceSupport, 0))
        {
            // Only an answer is remembered: a GPU that is lost just now may well have GPM.
            NvmlResult<NvmlGpmSupport> support = gpu.Nvml.GpmSupport(gpu.Device);
            bool answered = gpu.Accept(NvmlFunction.GpmQueryDeviceSupport, 0, support.Code);
            _supported = answered ? support.Value.IsSupportedDevice != 0 : support.Code is NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound ? false : null;
        }

        return _supported == true;
    }

    private EngineActivity? Read(GpuProbe gpu, ref GpmWindow? window, uint? instanceId, ReadingGuard guard, string prefix)
    {
        NvmlFunction take = instanceId is null ? NvmlFunction.GpmSampleGet : NvmlFunction.GpmMigSampleGet;
        if (!gpu.MayAsk(take, 0))
        {
            return null;
        }

        if (window is null)
        {
            NvmlResult<GpmWindow?> opened = GpmWindow.Open(gpu.Nvml, instanceId);
            gpu.Accept(NvmlFunction.GpmSampleAlloc, 0, opened.Code);
            window = opened.Value;
        }

        if (window is null || !gpu.Accept(take, 0, window.Advance(gpu.Device)))
        {
            return null;
        }

        NvmlReturn code = window.Read(_metrics, _values);
        return gpu.Accept(NvmlFunction.GpmMetricsGet, 0, code) ? ToActivity(guard, prefix) : null;
    }

    private EngineActivity ToActivity(ReadingGuard guard, string prefix)
    {
        PipeActivity[] pipes = new PipeActivity[_metrics.Length - FixedMetrics];
        int answered = 0;
        for (int index = 0; index < pipes.Length; index++)
        {
            if (guard.Ratio(prefix + "pipe_activity_ratio", _values[FixedMetrics + index]) is double ratio)
            {
                pipes[answered++] = new PipeActivity((Pipe)index, ratio);
            }
        }

        return new EngineActivity
        {
            GraphicsRatio = guard.Ratio(prefix + "graphics_activity_ratio", _values[0]),
            SmRatio = guard.Ratio(prefix + "sm_activity_ratio", _values[1]),
            SmOccupancyRatio = guard.Ratio(prefix + "sm_occupancy_ratio", _values[2]),
            DramRatio = guard.Ratio(prefix + "dram_activity_ratio", _values[3]),
            Pipes = ValueArray.Create(pipes.AsSpan(0, answered)),
        };
    }
}
