using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Node.Observe;
using Optimizer.Node.Observe.Mig;

namespace Optimizer.Node.Tests.Observe;

public sealed class SmallPartsTests
{
    [Fact]
    public void MonotoneCounter_AnyReadings_NeverFalls()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<uint[]>(), readings =>
        {
            MonotoneCounter counter = default;
            ulong last = 0;
            foreach (uint reading in readings)
            {
                ulong now = counter.Update(reading, mostSinceLast: 1_000_000)!.Value;
                if (now < last)
                {
                    return false;
                }

                last = now;
            }

            return true;
        }).Check(Config.QuickThrowOnFailure);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(48)]
    [InlineData(63)]
    public void MonotoneCounter_WrapOfAnyWidth_IsBridged(int width)
    {
        MonotoneCounter counter = default;
        ulong before = counter.Update((1UL << width) - 10)!.Value;

        Assert.Equal(before + 100, counter.Update(90, mostSinceLast: 1000));
    }

    [Fact]
    public void MonotoneCounter_FallThatNoTrafficExplains_IsAReset()
    {
        MonotoneCounter counter = default;
        counter.Update(1UL << 40);

        Assert.Equal((1UL << 40) + 5, counter.Update(5, mostSinceLast: 1_000_000));
    }

    [Fact]
    public void MonotoneCounter_Reset_GoesOnFromWhereItWas()
    {
        MonotoneCounter counter = default;
        counter.Update(1000);

        Assert.Equal(1005UL, counter.Update(5));
        Assert.Null(counter.Update(null));
        Assert.Equal(1010UL, counter.Update(10));
    }

    [Theory]
    [InlineData(50.0, 0.5, 0)]
    [InlineData(0.0, 0.0, 0)]
    [InlineData(133.0, 1.0, 1)] // seen on MIG: activity above one
    [InlineData(4294967295.0, null, 1)]
    [InlineData(-1.0, null, 1)]
    [InlineData(double.NaN, null, 0)]
    public void ReadingGuard_Percent_IsClampedOrRefusedAndCounted(double percent, double? ratio, int dropped)
    {
        ReadingGuard guard = new();

        Assert.Equal(ratio, guard.Ratio("mig_sm_activity_ratio", percent));
        Assert.Equal(dropped, guard.Read().Sum(reading => reading.Count));
    }

    [Fact]
    public void Backoff_KeepsFailing_DoublesUpToTheMaximum()
    {
        Backoff backoff = new(Duration.FromSeconds(1), Duration.FromSeconds(60));
        List<double> waits = [];
        Duration uptime = Duration.Zero;
        for (int attempt = 0; attempt < 8; attempt++)
        {
            backoff.Failed(uptime);
            Duration start = uptime;
            while (!backoff.IsDue(uptime))
            {
                uptime += Duration.FromSeconds(1);
            }

            waits.Add((uptime - start).TotalSeconds);
        }

        Assert.Equal([1, 2, 4, 8, 16, 32, 60, 60], waits);
    }

    [Theory]
    [InlineData("NVIDIA H100 80GB HBM3 MIG 1g.10gb", "1g.10gb")]
    [InlineData("NVIDIA H100 80GB HBM3 MIG 1c.3g.40gb", "3g.40gb")]
    [InlineData("NVIDIA A100-SXM4-40GB MIG 1g.5gb+me", "1g.5gb+me")]
    [InlineData("NVIDIA A100-SXM4-40GB MIG 2c.7g.40gb", "7g.40gb")]
    public void ProfileInName_DeviceName_IsTheGpuInstancesProfile(string name, string profile)
    {
        Assert.Equal(profile, InstanceScan.ProfileInName(name));
    }
}
