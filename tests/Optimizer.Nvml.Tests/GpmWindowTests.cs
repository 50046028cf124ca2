using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Gpm;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Tests;

public sealed unsafe class GpmWindowTests
{
    private static readonly HashSet<nint> Alive = [];
    private static nint s_next = 100;
    private static int s_taken;

    private readonly NvmlLibrary _nvml = new(Driver(), new NvmlErrorLedger());

    public GpmWindowTests()
    {
        Alive.Clear();
        s_taken = 0;
    }

    [Fact]
    public void Read_BeforeTwoSamples_HasNoData()
    {
        using GpmWindow window = GpmWindow.Open(_nvml, null).Value!;
        double[] values = new double[1];

        Assert.Equal(NvmlReturn.NoData, window.Read([NvmlGpmMetricId.SmUtil], values));
        window.Advance(1);
        Assert.Equal(NvmlReturn.NoData, window.Read([NvmlGpmMetricId.SmUtil], values));
        window.Advance(1);
        Assert.Equal(NvmlReturn.Success, window.Read([NvmlGpmMetricId.SmUtil], values));
    }

    [Fact]
    public void Read_MetricTheDriverRefuses_IsNaNBesideTheOthers()
    {
        using GpmWindow window = GpmWindow.Open(_nvml, null).Value!;
        window.Advance(1);
        window.Advance(1);
        double[] values = new double[2];

        window.Read([NvmlGpmMetricId.SmUtil, NvmlGpmMetricId.Fp64Util], values);

        Assert.Equal(2.0, values[0]); // the stub answers the metric's number
        Assert.True(double.IsNaN(values[1]));
    }

    [Fact]
    public void Advance_ASampleFails_TheWindowStartsAnew()
    {
        using GpmWindow window = GpmWindow.Open(_nvml, null).Value!;
        window.Advance(1);
        window.Advance(1);

        Assert.Equal(NvmlReturn.GpuIsLost, window.Advance(-1));
        window.Advance(1);

        Assert.Equal(NvmlReturn.NoData, window.Read([NvmlGpmMetricId.SmUtil], new double[1]));
    }

    [Fact]
    public void Advance_Instance_AsksByTheInstancesId()
    {
        using GpmWindow window = GpmWindow.Open(_nvml, 5).Value!;

        Assert.Equal(NvmlReturn.Success, window.Advance(1));
        Assert.Equal(5, s_taken);
    }

    [Fact]
    public void Dispose_Twice_FreesBothSamplesOnce()
    {
        GpmWindow window = GpmWindow.Open(_nvml, null).Value!;
        Assert.Equal(2, Alive.Count);

        window.Dispose();
        window.Dispose();

        Assert.Empty(Alive);
    }

    private static StubDriver Driver() => new StubDriver()
        .Add(NvmlFunction.GpmSampleAlloc, (nint)(delegate* unmanaged[Cdecl]<nint*, NvmlReturn>)&Alloc)
        .Add(NvmlFunction.GpmSampleFree, (nint)(delegate* unmanaged[Cdecl]<nint, NvmlReturn>)&Free)
        .Add(NvmlFunction.GpmSampleGet, (nint)(delegate* unmanaged[Cdecl]<nint, nint, NvmlReturn>)&Take)
        .Add(NvmlFunction.GpmMigSampleGet, (nint)(delegate* unmanaged[Cdecl]<nint, uint, nint, NvmlReturn>)&TakeInstance)
        .Add(NvmlFunction.GpmMetricsGet, (nint)(delegate* unmanaged[Cdecl]<NvmlGpmMetricsGetHeader*, NvmlReturn>)&Metrics);

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn Alloc(nint* sample)
    {
        *sample = s_next++;
        Alive.Add(*sample);
        return NvmlReturn.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn Free(nint sample) => Alive.Remove(sample) ? NvmlReturn.Success : NvmlReturn.InvalidArgument;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn Take(nint device, nint sample) => device < 0 ? NvmlReturn.GpuIsLost : NvmlReturn.Success;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn TakeInstance(nint device, uint instance, nint sample)
    {
        s_taken = (int)instance;
        return NvmlReturn.Success;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static NvmlReturn Metrics(NvmlGpmMetricsGetHeader* request)
    {
        if (request->Version != NvmlGpmMetricsGetHeader.PlainVersion || request->Sample1 == request->Sample2)
        {
            return NvmlReturn.InvalidArgument;
        }

        var metrics = new Span<NvmlGpmMetric>(request + 1, (int)request->NumMetrics);
        foreach (ref NvmlGpmMetric metric in metrics)
        {
            metric.Value = metric.MetricId;
            metric.NvmlReturn = metric.MetricId == NvmlGpmMetricId.Fp64Util ? NvmlReturn.NotSupported : NvmlReturn.Success;
        }

        return NvmlReturn.Success;
    }
}
