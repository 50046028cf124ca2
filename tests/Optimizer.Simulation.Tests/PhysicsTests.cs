using System.Runtime.InteropServices;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests;

public sealed unsafe class PhysicsTests
{
    [Fact]
    public void Energy_UnderChangingLoad_NeverFallsAndEqualsThePowerIntegral()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        nint gpu = node.Gpu(2);
        double joules = 0;
        ulong last = 0;
        for (int second = 0; second < 300; second++)
        {
            // Power is constant within a simulated second, so the sum of readings is the integral.
            joules += node.Read<uint>(NvmlFunction.DeviceGetPowerUsage, gpu) / 1000.0;
            node.Advance(1);
            ulong energy = node.Read<ulong>(NvmlFunction.DeviceGetTotalEnergyConsumption, gpu);
            Assert.True(energy > last);
            last = energy;
        }

        Assert.Equal(joules, last / 1000.0, joules * 1e-5);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.37)]
    [InlineData(1.0)]
    public void GpmMetrics_DrivenInstance_ShowItsActivityAndTheGpuItsShare(double activity)
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "instances: [3g.40gb@0, 3g.40gb@4]");
        nint gpu = node.Gpu();
        node.Driver.SetActivity(0, 1, activity);
        nint[] samples = [Sample(node), Sample(node), Sample(node), Sample(node)];
        Take(node, gpu, 1, samples[0]);
        Assert.Equal(NvmlReturn.Success, Whole(node, gpu, samples[2]));
        node.Advance(7.3);
        Take(node, gpu, 1, samples[1]);
        Assert.Equal(NvmlReturn.Success, Whole(node, gpu, samples[3]));
        Assert.Equal(activity * 100, Metric(node, samples[0], samples[1], NvmlGpmMetricId.GraphicsUtil, out NvmlReturn code), 1e-6);
        Assert.Equal(NvmlReturn.Success, code);
        Assert.Equal(activity * 100 * 60 / 132, Metric(node, samples[2], samples[3], NvmlGpmMetricId.GraphicsUtil, out _), 1e-6);

        // Samples of different sources cannot be compared, nor a sample with itself.
        Assert.True(double.IsNaN(Metric(node, samples[0], samples[3], NvmlGpmMetricId.GraphicsUtil, out _)));
        Metric(node, samples[1], samples[1], NvmlGpmMetricId.GraphicsUtil, out code);
        Assert.Equal(NvmlReturn.NoData, code);
        Metric(node, samples[0], samples[1], 332, out code);
        Assert.Equal(NvmlReturn.NotSupported, code);
    }

    [Fact]
    public void Gpm_Ampere_IsNotSupported()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        NvmlGpmSupport support = new() { Version = 1 };
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.GpmQueryDeviceSupport, node.Gpu(), &support));
        Assert.Equal(0u, support.IsSupportedDevice);
        Assert.Equal(NvmlReturn.NotSupported, Whole(node, node.Gpu(), Sample(node)));
    }

    [Fact]
    public void Training_AtFullLoad_MeetsThePowerCapAndSaysSo()
    {
        using TestNode node = new(Scenario.Load("hgx-b200"));
        nint gpu = node.Gpu(5);
        node.Advance(60);
        Assert.Equal(1_000_000u, node.Read<uint>(NvmlFunction.DeviceGetPowerUsage, gpu));
        Assert.Equal(NvmlClocksEvent.SwPowerCap, node.Read<ulong>(NvmlFunction.DeviceGetCurrentClocksEventReasons, gpu));
        NvmlFieldValue[] fields = [new() { FieldId = NvmlField.PowerThrottleTime }, new() { FieldId = NvmlField.NvLink5BytesTx, ScopeId = uint.MaxValue }, new() { FieldId = NvmlField.NvLinkThroughputDataTx }];
        Fields(node, gpu, fields);
        Assert.InRange(fields[0].Value.UnsignedLongLong, 59_000_000_000UL, 60_000_000_000UL);
        Assert.True(fields[1].Value.UnsignedLongLong > 0);
        Assert.Equal(NvmlReturn.NotSupported, fields[2].NvmlReturn);
    }

    [Fact]
    public void Temperature_AfterLoadStarts_RisesWithALagAndSettles()
    {
        using TestNode node = TestNode.Of("h100-80gb-sxm", "mig: off");
        node.Advance(300);
        uint idle = Celsius(node);
        node.Driver.SetActivity(0, null, 1);
        node.Advance(5);
        uint soon = Celsius(node);
        node.Advance(300);
        uint late = Celsius(node);
        node.Advance(60);
        Assert.True(idle < soon && soon < late, $"{idle}, {soon}, {late}");
        Assert.Equal(late, Celsius(node));
    }

    [Fact]
    public void PcieBytes_LongRun_WrapAtFortyBits()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        NvmlFieldValue[] fields = [new() { FieldId = NvmlField.PcieBytesRx }];
        bool wrapped = false;
        ulong last = 0;
        for (int minute = 0; minute < 30; minute++)
        {
            node.Advance(60);
            Fields(node, node.Gpu(6), fields);
            wrapped |= fields[0].Value.UnsignedLongLong < last;
            last = fields[0].Value.UnsignedLongLong;
            Assert.InRange(last, 0UL, (1UL << 40) - 1);
        }

        Assert.True(wrapped);
    }

    [Fact]
    public void Readings_SameSeedAndTimes_AreIdenticalWhoeverLooksInBetween()
    {
        Assert.Equal(Trace(11, look: false), Trace(11, look: true));
        Assert.NotEqual(Trace(11, look: false), Trace(12, look: false));
    }

    [Fact]
    public void Advance_AWholeDayAtOnce_IsWalkedInCoarseSteps()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        node.Advance(86400);
        long before = GC.GetAllocatedBytesForCurrentThread();
        node.Driver.Advance();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(node.Read<ulong>(NvmlFunction.DeviceGetTotalEnergyConsumption, node.Gpu()) > 70UL * 86400 * 1000);
    }

    [Fact]
    public void Nodes_SideBySide_DoNotInteract()
    {
        using TestNode one = new(Scenario.Load("two-a100"), 1);
        using TestNode two = new(Scenario.Load("two-a100"), 2);
        Assert.NotEqual(one.Text(NvmlFunction.DeviceGetUUID, one.Gpu()), two.Text(NvmlFunction.DeviceGetUUID, two.Gpu()));
        one.Driver.LoseGpu(0);
        Assert.Equal(NvmlReturn.Success, two.Read(NvmlFunction.DeviceGetPowerUsage, two.Gpu(), out uint _));
        one.Dispose();
        Assert.Equal(NvmlReturn.Success, two.Read(NvmlFunction.DeviceGetPowerUsage, two.Gpu(), out uint _));
    }

    private static string Trace(ulong seed, bool look)
    {
        using TestNode node = new(Scenario.Load("dgx-h100"), seed);
        List<string> lines = [];
        for (int step = 0; step < 40; step++)
        {
            node.Advance(0.7);
            if (look)
            {
                node.Read<uint>(NvmlFunction.DeviceGetPowerUsage, node.Gpu(3));
            }

            if (step % 10 == 9)
            {
                for (uint gpu = 0; gpu < 8; gpu++)
                {
                    NvmlFieldValue[] fields = [new() { FieldId = NvmlField.PcieBytesRx }, new() { FieldId = NvmlField.TotalEnergy }, new() { FieldId = NvmlField.MemoryTemperature }];
                    Fields(node, node.Gpu(gpu), fields);
                    lines.Add(Convert.ToHexString(MemoryMarshal.AsBytes<NvmlFieldValue>(fields)));
                }
            }
        }

        return string.Join('\n', lines);
    }

    private static uint Celsius(TestNode node)
    {
        uint value;
        Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.DeviceGetTemperature, node.Gpu(), 0, &value));
        return value;
    }

    private static void Fields(TestNode node, nint gpu, NvmlFieldValue[] fields)
    {
        fixed (NvmlFieldValue* values = fields)
        {
            Assert.Equal(NvmlReturn.Success, node.Call(NvmlFunction.DeviceGetFieldValues, gpu, (uint)fields.Length, values));
        }
    }

    private static nint Sample(TestNode node)
    {
        nint sample;
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint*, int>)node.Address(NvmlFunction.GpmSampleAlloc))(&sample));
        return sample;
    }

    private static void Take(TestNode node, nint gpu, uint instance, nint sample) =>
        Assert.Equal(0, ((delegate* unmanaged[Cdecl]<nint, uint, nint, int>)node.Address(NvmlFunction.GpmMigSampleGet))(gpu, instance, sample));

    private static NvmlReturn Whole(TestNode node, nint gpu, nint sample) =>
        (NvmlReturn)((delegate* unmanaged[Cdecl]<nint, nint, int>)node.Address(NvmlFunction.GpmSampleGet))(gpu, sample);

    /// <summary>Not a number when the call as a whole is refused.</summary>
    private static double Metric(TestNode node, nint first, nint second, uint metric, out NvmlReturn code)
    {
        byte[] room = new byte[NvmlGpmMetricsGetHeader.FullSize];
        fixed (byte* request = room)
        {
            *(NvmlGpmMetricsGetHeader*)request = new NvmlGpmMetricsGetHeader { Version = 1, NumMetrics = 1, Sample1 = first, Sample2 = second };
            NvmlGpmMetric* wanted = (NvmlGpmMetric*)(request + sizeof(NvmlGpmMetricsGetHeader));
            wanted->MetricId = metric;
            int answer = ((delegate* unmanaged[Cdecl]<void*, int>)node.Address(NvmlFunction.GpmMetricsGet))(request);
            code = answer == 0 ? wanted->NvmlReturn : (NvmlReturn)answer;
            return answer == 0 ? wanted->Value : double.NaN;
        }
    }
}
