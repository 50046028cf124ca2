using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Demand;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Xunit.Abstractions;

namespace Optimizer.Control.Tests.Problems;

/// <summary>Whatever a node, a forecast and a folder of declarations say, there is a problem that its check takes.</summary>
public sealed class OddNodeTests(ITestOutputHelper output)
{
    private static readonly string[] Names = ["chat", "search", "embed", "batch", "odd", "chat@1.service", ""];
    private static readonly string[] Profiles = ["1g.10gb", "2g.20gb", "3g.40gb", "7g.80gb", "gpu", "9g.999gb"];

    [Fact]
    public void Build_AnyNode_GivesAProblemItsCheckTakes()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int>(), seed =>
        {
            ProblemInputs inputs = Odd(seed);
            ProblemBuilder builder = new();
            ProblemReading reading = builder.Build(inputs);
            LearnedState learned = Learning.Observe(inputs.Learned, inputs, reading.Problem);
            ProblemReading again = builder.Build(inputs), next = builder.Build(inputs with { Learned = learned });

            Assert.Empty(ProblemCheck.Refusals(reading.Problem));
            Assert.Empty(ProblemCheck.Refusals(next.Problem));
            Assert.Equal(reading, again);
            Assert.Null(LearnedDocument.Read(LearnedDocument.Write(learned, inputs.At, Duration.FromHours(1))).Trouble);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(400));
    }

    [Fact]
    public void Build_ANodeOfEightGpusAndFortyWorkloads_CostsLittleOnceItsRatesAreKnown()
    {
        Site site = new();
        for (int gpu = 1; gpu <= 8; gpu++)
        {
            site.Mig(gpu, ("2g.20gb", 0), ("2g.20gb", 2), ("2g.20gb", 4));
        }

        for (int number = 0; number < 40; number++)
        {
            string name = $"service-{number:00}";
            site.Declare(Site.Service(name, ("2g.20gb", 7 + number), ("3g.40gb", 12 + number))).Demand(name, number);
            if (number < 24)
            {
                site.Replica(name, 1 + (number / 3), "2g.20gb", number % 3 * 2);
            }
        }

        ProblemInputs inputs = site.Inputs();
        ProblemBuilder builder = new();
        ProblemReading first = builder.Build(inputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Stopwatch watch = Stopwatch.StartNew();
        for (int tick = 0; tick < 20; tick++)
        {
            Assert.Equal(first, builder.Build(inputs));
        }

        output.WriteLine($"{watch.Elapsed.TotalMilliseconds / 20:0.00} ms, {(GC.GetAllocatedBytesForCurrentThread() - before) / 20 / 1024} KiB a tick");

        // Asking for every rate anew allocates some fifteen times as much; time itself is for benchmarks.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / 20, 1, 4 << 20);
    }

    private static ProblemInputs Odd(int seed)
    {
        System.Random random = new(seed);
        bool Some(double share) => random.NextDouble() < share;
        T One<T>(params T[] of) => of[random.Next(of.Length)];
        Site site = new() { Runs = _ => !Some(0.1) };
        HashSet<string> runs = [.. Names.Where(_ => Some(0.8))];
        site.Runs = declaration => runs.Contains(declaration.Name);
        int count = random.Next(5);
        for (int gpu = 1; gpu <= count; gpu++)
        {
            (string, int)[] instances = [.. Enumerable.Range(0, random.Next(5)).Select(_ => (One(Profiles[..4]), random.Next(8)))];
            _ = Some(0.3) ? site.Whole(gpu) : Some(0.3) ? site.Mig(gpu, instances) : site.Mig(gpu, ("3g.40gb", 0), ("1g.10gb", 4), ("1g.10gb", 5));
            if (Some(0.3))
            {
                site.Change(gpu, one => one with
                {
                    Availability = One(GpuAvailability.Up, GpuAvailability.Lost, GpuAvailability.Unresponsive),
                    Memory = Some(0.5) ? null : one.Memory,
                    Mig = One(null, one.Mig, one.Mig! with { Geometry = null }, one.Mig with { Pending = !one.Mig.Enabled }),
                    Power = new PowerReading { Watts = One(300, double.NaN, -5) },
                    Activity = new EngineActivity { SmRatio = One(0.5, double.NaN, 2) },
                    Reliability = new ReliabilityReading { Recovery = One<RecoveryAction?>(null, RecoveryAction.Reset, RecoveryAction.DrainAndReset) },
                    Identity = one.Identity with { Name = One("", "NVIDIA A100-SXM4-80GB", "NVIDIA H100 80GB HBM3"), ComputeCapability = One("9.0", null, "nine") },
                });
            }

            for (int process = random.Next(4); process > 0; process--)
            {
                site.Process(gpu, Some(0.3) ? null : (uint)random.Next(1, 5), One("chat@1.service", "stranger.service", "odd", null, "embed@2.service"));
            }
        }

        for (int number = random.Next(7); number > 0; number--)
        {
            site.Declare(Site.Service(One(Names), [.. Profiles.Where(_ => Some(0.4)).Select(profile => (profile, One(1, 5, 0, -1, double.NaN, double.PositiveInfinity)))]) with
            {
                Qos = One(QosClass.Guaranteed, QosClass.Burstable, QosClass.BestEffort),
                Tenant = One("one", "two", null, ""),
                Replicas = new ReplicaRange(random.Next(-1, 6), random.Next(-1, 6)),
                MemoryBytes = One<ulong?>(null, 0, 5UL << 30, 500UL << 30),
                Gpus = One(0, 0, 0, 1, 2, -1),
                Processes = One(1, 1, 2, 0),
                Cuda = One(null, ">=12.2", "99", "new"),
                ComputeCapability = One(null, new Version(8, 0), new Version(99, 0)),
                MaxPerGpu = One<int?>(null, 1, 0),
                ApartFrom = Some(0.3) ? ["search", "chat", "chat", "nobody"] : [],
                NeedsMedia = Some(0.2),
                Restart = One<Duration?>(null, Duration.FromSeconds(-5), Duration.FromDays(9)),
                Move = Some(0.7) ? new MoveTerms(Duration.FromSeconds(One(30, -30)), null) : null,
                Demand = Some(0.3) ? new DemandDeclaration.Activity() : Site.Service("x").Demand,
            });
            if (Some(0.7))
            {
                site.Replica(One(Names), Some(0.2) ? null : new Seat(Site.Uuid(random.Next(1, 6)), Some(0.3) ? null : Site.Placed(One(Profiles[..4]), random.Next(8))), One(Enum.GetValues<ReplicaState>()), restart: One<Duration?>(null, Duration.FromSeconds(9), -Duration.FromSeconds(1)));
            }

            site.Demand(One(Names), One<double?>(null, 0, 3, 50, -1, double.NaN, double.PositiveInfinity, 1e300), One(Enum.GetValues<DemandSignal>()), Some(0.3), Duration.FromMinutes(random.Next(-20, 20)), One<double?>(null, 0.5, double.NaN));
        }

        return site.Inputs() with
        {
            Generation = random.Next(-2, 3),
            Tenants = Some(0.5) ? [new TenantTerms("two", 1, 2), new TenantTerms("one", double.NaN), new TenantTerms("one", -1), new TenantTerms("", 1)] : [],
            Quarantines = Some(0.3) ? [new Quarantine(Site.Uuid(1), Site.Noon, "A step failed."), new Quarantine(Site.Uuid(1), Site.Noon, "Twice.")] : [],
        };
    }
}
