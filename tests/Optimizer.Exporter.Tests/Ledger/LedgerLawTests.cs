using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Exporter.Ledger;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Ledger;

/// <summary>The ledger's law: whatever happens, every GPU's states sum to the time since it was first seen, and no state ever shrinks.</summary>
public sealed class LedgerLawTests
{
    [Fact]
    public void Take_AnyHistory_StatesSumToTheTimeSinceFirstSeen() => Check(static seed =>
    {
        Random random = new(seed);
        DeviceStateLedger ledger = new(0.05);
        Dictionary<GpuUuid, Duration> since = [];
        ValueArray<LedgerEntry> before = [];
        Duration clock = Duration.FromSeconds(random.Next(1000));
        Duration elapsed = Duration.Zero;
        for (int cycle = 0; cycle < 40; cycle++)
        {
            if (random.Next(3) == 0)
            {
                ledger.Take(Report(random));
            }

            Duration step = Step(random);
            clock += step;
            elapsed += cycle > 0 && step > Duration.Zero ? step : Duration.Zero;
            NodeSnapshot snapshot = Snapshot(random, cycle);
            ledger.Take(snapshot, clock);
            foreach (GpuSnapshot gpu in snapshot.Gpus)
            {
                since.TryAdd(gpu.Uuid, elapsed);
            }

            ledger.Take(snapshot, clock + Duration.FromSeconds(5));
            Assert.All(ledger.Entries(), entry => Assert.Equal(elapsed - since[entry.Gpu], entry.Total));
            AssertGrown(before, ledger.Entries());
            before = ledger.Entries();
        }
    });

    [Fact]
    public void Take_ConstantPrice_CostIsTheLedgerTimesThePrice() => Check(static seed =>
    {
        Random random = new(seed);
        DeviceStateLedger ledger = new(0.05);
        ledger.Take(SomeControl.New() with { Prices = new PriceReport("EUR", "config", 0.3, [.. Enumerable.Range(0, 4).Select(static index => new GpuPrice(Some.H100(index).Uuid, 3.6))]) });
        Duration clock = Duration.Zero;
        for (int cycle = 0; cycle < 30; cycle++)
        {
            ledger.Take(Snapshot(random, cycle), clock += Step(random));
        }

        foreach (LedgerEntry entry in ledger.Entries())
        {
            for (int state = 0; state < entry.Time.Count; state++)
            {
                Assert.Equal(entry.Time[state].TotalSeconds * 0.001, entry.Cost[state], 6);
            }
        }
    });

    private static void AssertGrown(ValueArray<LedgerEntry> before, ValueArray<LedgerEntry> after)
    {
        for (int gpu = 0; gpu < before.Count; gpu++)
        {
            Assert.Equal(before[gpu].Gpu, after[gpu].Gpu);
            Assert.All(before[gpu].Time.Zip(after[gpu].Time), static pair => Assert.True(pair.First <= pair.Second));
        }
    }

    // A cycle, a missed one, an outage, a suspended node; and a clock that goes back, which the ledger must survive when it is given one.
    private static Duration Step(Random random) => random.Next(10) switch
    {
        0 => Duration.FromNanoseconds(random.NextInt64(1, 2000)),
        1 => Duration.FromSeconds(random.Next(60, 1200)),
        2 => Duration.FromDays(random.Next(1, 400)),
        3 => -Duration.FromSeconds(random.Next(1, 7200)),
        4 => Duration.Zero,
        _ => Duration.FromMilliseconds(1000 + random.Next(-20, 20)),
    };

    private static ControlReport Report(Random random) => SomeControl.New() with
    {
        Repartitioning = Enumerable.Range(0, 4).Where(_ => random.Next(3) == 0).Select(static index => Some.H100(index).Uuid).ToValueArray(),
    };

    // The sequence starts anew now and then, as after a restart of the sampler; wall time is nowhere in it.
    private static NodeSnapshot Snapshot(Random random, int cycle) =>
        Some.Node(1 + (cycle % 17)).WithGpu([.. Enumerable.Range(0, 4).Where(_ => random.Next(8) > 0).Select(index => Gpu(random, index))]);

    private static GpuSnapshot Gpu(Random random, int index)
    {
        GpuSnapshot gpu = Some.H100(index);
        return random.Next(7) switch
        {
            0 => Some.LostGpu(index),
            1 => gpu with { Availability = GpuAvailability.Unresponsive, Mig = null },
            2 => gpu with { Processes = random.Next(2) == 0 ? new ProcessCounts(random.Next(2), null) : null },
            3 => gpu.WithMig("3g.40gb@0", "1g.10gb@4"),
            4 => gpu.WithMig("1g.10gb@0", "1g.10gb@1", "1g.10gb@2").WithInstances(instance => instance with { Processes = random.Next(2) }),
            5 => gpu.WithMig("7g.80gb@0").WithInstances(instance => instance with { Multiprocessors = random.Next(2) == 0 ? null : uint.MaxValue }),
            _ => gpu with { Mig = new MigReading { Enabled = true, Pending = false, Slices = new SliceUse(new SliceStates(-1, 2, -3, 9), default) } },
        };
    }

    private static void Check(Action<int> law) => Prop.ForAll(ArbMap.Default.ArbFor<int>(), law).Check(Config.QuickThrowOnFailure);
}
