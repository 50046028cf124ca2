using System.Runtime.CompilerServices;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Gpm;

/// <summary>Two GPM samples of one GPU or GPU instance, a cycle apart, and the metrics between them.</summary>
/// <remarks>
/// Samples are driver objects: they must be freed before the session ends and mean nothing after a layout change, so a window is made new for
/// every session and every instance generation. Not thread safe; used on the NVML thread.
/// </remarks>
public sealed unsafe class GpmWindow : IDisposable
{
    private readonly NvmlLibrary _library;
    private readonly uint? _gpuInstanceId;
    private nint _older;
    private nint _newer;
    private int _taken;

    private GpmWindow(NvmlLibrary library, uint? gpuInstanceId, nint older, nint newer)
    {
        _library = library;
        _gpuInstanceId = gpuInstanceId;
        _older = older;
        _newer = newer;
    }

    /// <summary>Allocates both samples.</summary>
    /// <param name="library">The open library.</param>
    /// <param name="gpuInstanceId">The instance; null for a whole GPU.</param>
    public static NvmlResult<GpmWindow?> Open(NvmlLibrary library, uint? gpuInstanceId)
    {
        ArgumentNullException.ThrowIfNull(library);
        NvmlResult<nint> older = library.AllocateGpmSample();
        if (!older.IsSuccess)
        {
            return new(older.Code, null);
        }

        NvmlResult<nint> newer = library.AllocateGpmSample();
        if (!newer.IsSuccess)
        {
            library.FreeGpmSample(older.Value);
            return new(newer.Code, null);
        }

        return new(NvmlReturn.Success, new GpmWindow(library, gpuInstanceId, older.Value, newer.Value));
    }

    /// <summary>Takes the next sample; the previous one becomes the start of the window.</summary>
    public NvmlReturn Advance(nint device)
    {
        (_older, _newer) = (_newer, _older);
        NvmlReturn code = _gpuInstanceId is uint id
            ? _library.TakeGpmSample(device, id, _newer)
            : _library.TakeGpmSample(device, _newer);
        _taken = code == NvmlReturn.Success ? Math.Min(_taken + 1, 2) : 0;
        return code;
    }

    /// <summary>Reads metrics between the two samples.</summary>
    /// <param name="metricIds">Ids of <see cref="NvmlGpmMetricId"/>.</param>
    /// <param name="values">As many values, in the driver's units; NaN for a metric the driver does not answer.</param>
    /// <returns><see cref="NvmlReturn.NoData"/> until two samples were taken in a row.</returns>
    public NvmlReturn Read(ReadOnlySpan<uint> metricIds, Span<double> values)
    {
        values.Fill(double.NaN);
        if (_taken < 2)
        {
            return NvmlReturn.NoData;
        }

        byte* memory = stackalloc byte[NvmlGpmMetricsGetHeader.FullSize];
        Unsafe.InitBlockUnaligned(memory, 0, (uint)(sizeof(NvmlGpmMetricsGetHeader) + (metricIds.Length * sizeof(NvmlGpmMetric))));
        var header = (NvmlGpmMetricsGetHeader*)memory;
        header->Version = NvmlGpmMetricsGetHeader.PlainVersion;
        header->NumMetrics = (uint)metricIds.Length;
        header->Sample1 = _older;
        header->Sample2 = _newer;
        var metrics = new Span<NvmlGpmMetric>(memory + sizeof(NvmlGpmMetricsGetHeader), NvmlGpmMetricsGetHeader.MaxMetrics);
        for (int index = 0; index < metricIds.Length; index++)
        {
            metrics[index].MetricId = metricIds[index];
        }

        NvmlReturn code = _library.GpmMetrics(header);
        for (int index = 0; code == NvmlReturn.Success && index < metricIds.Length; index++)
        {
            ref NvmlGpmMetric metric = ref metrics[index];
            values[index] = metric.NvmlReturn == NvmlReturn.Success ? metric.Value : double.NaN;
        }

        return code;
    }

    /// <summary>Frees both samples. Harmless after the driver already lost them.</summary>
    public void Dispose()
    {
        // Forgotten first: a free that is given up half way must not be tried again on a dead sample.
        (nint older, nint newer) = (_older, _newer);
        _older = _newer = 0;
        _taken = 0;
        if (older != 0)
        {
            _library.FreeGpmSample(older);
            _library.FreeGpmSample(newer);
        }
    }
}
