using System.Globalization;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Demand;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Transitions;

namespace Optimizer.Planning.Tests.Policies;

/// <summary>Three services with real demand (ServeGen) on three H100, planned every ten minutes of a day: reading, planner, steps, and what was served.</summary>
/// <remarks>
/// A tick sees the ten minutes before it and serves the ten after it. A seat that is started serves nothing for its restart of 65 s, and the seat a moved
/// replica leaves is counted as gone at once, so what is missed is never counted too low.
/// </remarks>
internal sealed class ServedDay
{
    internal const int Ticks = 144;

    private static readonly Duration Bin = Duration.FromMinutes(10);
    private static readonly Duration Soon = Duration.FromMinutes(15);
    private static readonly Duration Restart = Duration.FromSeconds(65);
    private static readonly Duration[] Windows = [Duration.FromMinutes(15), Duration.FromHours(1), Duration.FromHours(6), Duration.FromHours(24)];

    private static readonly (WorkloadNeed Need, double[] Demand)[] Services =
    [
        (Service("chat", QosClass.Guaranteed, 8, 17, 26), Series("servegen_m_large_c142_10m")),
        (Service("embed", QosClass.Burstable, 16, 31, 45), Series("servegen_m_mid_c073_10m")),
        (Service("search", QosClass.Burstable, 80, 160, 240), Series("servegen_m_large_total_10m")),
    ];

    private readonly PolicyTerms _terms;
    private readonly bool _foresight;
    private readonly int _first;
    private readonly List<(Instant At, (GpuUuid Gpu, PlacedInstance Instance, string Workload) Seat, bool Begun)> _seats = [];
    private readonly List<(Instant At, string Workload, int More, int Less)> _replicas = [];

    private ServedDay(PolicyTerms terms, bool foresight, int day)
    {
        (_terms, _foresight, _first) = (terms, foresight, day * Ticks);
    }

    /// <summary>GPU-hours with somebody on them.</summary>
    internal double GpuHours { get; private set; }

    /// <summary>Share of demand that was not served, requests over requests.</summary>
    internal double Unmet { get; private set; }

    /// <summary>Ticks at which a plan acted.</summary>
    internal int Changes { get; private set; }

    internal int Moves { get; private set; }

    internal int InstanceChanges { get; private set; }

    /// <summary>Replicas wanted again within a quarter of an hour of being given up, or given up within a quarter of an hour of being wanted; moves are neither.</summary>
    internal int Flaps { get; private set; }

    /// <summary>Seats left within a quarter of an hour of being taken, or taken again so soon after being left: flaps, and replicas that were moved soon after they started.</summary>
    internal int ShortStays { get; private set; }

    internal List<PlanViolation> Violations { get; } = [];

    internal List<Plan> Plans { get; } = [];

    /// <summary>GPUs that one layout for the day's peaks needs, known in advance and without headroom.</summary>
    internal static int PeakGpus(int day)
    {
        PlanningProblem problem = Some.Problem(
            Enumerable.Range(1, 3).Select(number => Some.Gpu(number)),
            [.. Services.Select(service => service.Need with { PlanningRate = service.Demand.AsSpan(day * Ticks, Ticks).ToArray().Max(), ExpectedRate = service.Demand.AsSpan(day * Ticks, Ticks).ToArray().Max() })]);
        Plan plan = ((PlanResult.Planned)new Planner().Plan(problem)).Plan;
        Assert.All(plan.Outlook, outlook => Assert.True(outlook.CapacityPlanned >= outlook.PlanningRate * 0.99));
        return plan.Targets.Count(target => target.Instances.Any(instance => instance.Workload is not null));
    }

    internal static ServedDay Of(PolicyTerms terms, bool foresight, int day)
    {
        ServedDay served = new(terms, foresight, day);
        served.Run();
        return served;
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{GpuHours:0.0} GPU-hours, {Unmet:0.00%} unmet, {Changes} plans acted, {Moves} moves, {InstanceChanges} instance changes, {Flaps} replicas flapped, {ShortStays} seats kept under 15 min");

    private void Run()
    {
        ValueArray<GpuState> gpus = Enumerable.Range(1, 3).Select(number => Some.Gpu(number)).ToValueArray();
        List<PastChange> past = [];
        double asked = 0, missed = 0;
        for (int tick = 0; tick < Ticks; tick++)
        {
            Instant at = Some.Noon + (Bin * tick);
            past.RemoveAll(change => change.At <= at - Duration.FromHours(24));
            ValueArray<GpuState> before = gpus;
            PlanningProblem problem = new()
            {
                At = at,
                Generation = tick,
                Gpus = before,
                Workloads = Services.Select(service => Need(service.Need, service.Demand, tick, before)).ToValueArray(),
                Terms = _terms,
                Past = past.ToValueArray(),
            };
            Plan plan = ((PlanResult.Planned)new Planner().Plan(problem)).Plan;
            Violations.AddRange(PlanCheck.Violations(problem, plan));
            Plans.Add(plan);
            gpus = TransitionReplay.States(before, plan.Steps).LastOrDefault(before);
            past.AddRange(plan.Steps.OfType<PlanStep.StopReplica>().Where(stop => stop.Moved).Select(stop => new PastChange(at, stop.Gpu, DisruptionRung.Move, stop.Workload, null)));
            Count(at, plan, before, gpus);
            foreach ((WorkloadNeed need, double[] demand) in Services)
            {
                double wanted = demand[_first + tick], serves = Capacity(need, gpus), ready = Capacity(need, gpus, before);
                asked += wanted;
                missed += Math.Max(0, wanted - serves) + ((Math.Max(0, wanted - ready) - Math.Max(0, wanted - serves)) * (Restart / Bin));
            }
        }

        Unmet = missed / asked;
    }

    private void Count(Instant at, Plan plan, ValueArray<GpuState> before, ValueArray<GpuState> after)
    {
        Changes += plan.Hold is null ? 1 : 0;
        Moves += plan.Steps.Count(step => step is PlanStep.StopReplica { Moved: true });
        InstanceChanges += plan.Steps.Count(step => step is PlanStep.CreateInstance or PlanStep.DestroyInstance);
        GpuHours += after.Count(gpu => gpu.Slices.Any(slice => slice.Workload is not null)) * Bin.TotalHours;
        HashSet<(GpuUuid, PlacedInstance, string)> had = [.. Seats(before)], has = [.. Seats(after)];
        foreach (((GpuUuid, PlacedInstance, string) seat, bool begun) in had.Except(has).Select(seat => (seat, false)).Concat(has.Except(had).Select(seat => (seat, true))))
        {
            ShortStays += _seats.Exists(past => past.Seat == seat && past.Begun != begun && at - past.At <= Soon) ? 1 : 0;
            _seats.Add((at, seat, begun));
        }

        foreach (string name in Services.Select(service => service.Need.Name))
        {
            int more = plan.Steps.Count(step => step is PlanStep.StartReplica { Moved: false } start && start.Workload == name);
            int less = plan.Steps.Count(step => step is PlanStep.StopReplica { Moved: false } stop && stop.Workload == name);
            Flaps += _replicas.Where(past => past.Workload == name && at - past.At <= Soon).Sum(past => Math.Min(past.More, less) + Math.Min(past.Less, more));
            _replicas.Add((at, name, more, less));
        }
    }

    private WorkloadNeed Need(WorkloadNeed need, double[] demand, int tick, ValueArray<GpuState> gpus)
    {
        int now = _first + tick - 1;
        DemandReading reading = DemandReading.Of(new DemandFacts
        {
            At = Some.Noon + (Bin * tick),
            Policy = PlanningPolicies.Find(_terms.Policy)!,
            Forecast = _foresight ? Foresight(need.Name, demand, now, tick) : null,
            ObservedNow = demand[now],
            RecentPeak = demand.AsSpan(now - 5, 6).ToArray().Max(),
            CapacityNow = Capacity(need, gpus),
            Ready = Restart,
            Horizon = _terms.Horizon,
        });
        return need with { PlanningRate = reading.PlanningRate, ExpectedRate = reading.ExpectedRate, Basis = reading.Basis };
    }

    /// <summary>A forecast that knows: every quantile is what will be. Beyond the end of the series its last day comes again.</summary>
    private static SeriesForecast Foresight(string name, double[] demand, int now, int tick)
    {
        double At(int bin) => demand[bin < demand.Length ? bin : bin - Ticks];
        double Peak(Duration window) => Enumerable.Range(now + 1, (int)Math.Ceiling(window / Bin)).Max(At);
        return new SeriesForecast
        {
            Key = new SeriesKey(SeriesScope.Workload, name, DemandSignal.RequestRate),
            Observed = demand[now],
            SeenAt = Some.Noon + (Bin * tick),
            Path = new ForecastPath
            {
                Origin = Some.Noon + (Bin * (tick - 1)),
                Bin = Bin,
                Steps = Enumerable.Range(now + 1, Ticks).Select(bin => new ForecastStep(At(bin), Same(At(bin)))).ToValueArray(),
                Peaks = Windows.Select(window => new PeakForecast(window, Same(Peak(window)))).ToValueArray(),
            },
            Health = new ForecastHealth
            {
                State = ForecastState.Daily,
                Leader = "foresight",
                Leads = Windows.Select(window => new LeadAccuracy { From = Duration.Zero, To = window, Matured = 100, Skill = 1 }).ToValueArray(),
            },
        };
    }

    private static Quantiles Same(double value) => new(value, value, value, value);

    private static IEnumerable<(GpuUuid, PlacedInstance, string)> Seats(ValueArray<GpuState> gpus) =>
        gpus.SelectMany(gpu => gpu.Slices.Where(slice => slice.Workload is not null).Select(slice => (gpu.Uuid, slice.Instance, slice.Workload!)));

    private static double Capacity(WorkloadNeed need, ValueArray<GpuState> gpus, ValueArray<GpuState>? before = null)
    {
        HashSet<(GpuUuid, PlacedInstance, string)>? had = before is { } then ? [.. Seats(then)] : null;
        return Seats(gpus).Where(seat => seat.Item3 == need.Name && had?.Contains(seat) != false).Sum(seat => need.Options.Single(option => option.Profile == seat.Item2.Profile).CarefulRate);
    }

    private static WorkloadNeed Service(string name, QosClass qos, double one, double two, double three) =>
        Some.Service(name, 0, ("1g.10gb", one), ("2g.20gb", two), ("3g.40gb", three)) with { Qos = qos, Replicas = new ReplicaRange(1, 50), Restart = Restart };

    private static double[] Series(string name) =>
    [
        .. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Traces", name + ".csv")).Skip(1).Where(row => row.Length > 0)
            .Select(row => row[(row.IndexOf(',', StringComparison.Ordinal) + 1)..]).Select(value => value.Length == 0 ? 0 : double.Parse(value, CultureInfo.InvariantCulture)),
    ];
}
