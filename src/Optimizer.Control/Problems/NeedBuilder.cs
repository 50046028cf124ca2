using NodaTime;
using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Demand;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Problems;

/// <summary>What declared workloads need, from their demand and what serves it. One reading's work.</summary>
internal sealed class NeedBuilder(ProblemInputs inputs, Occupants occupants, GpuStates gpus, SeatOptionTable table)
{
    private readonly ILookup<string, PresentSeat> _seats = PresentSeat.Of(gpus.States);
    private readonly ILookup<string, Occupants.HiddenSeat> _hidden = occupants.Hidden(gpus.IsGone).ToLookup(hidden => hidden.Workload);
    private readonly ValueArray<FleetModel> _fleet = FleetModel.Of(gpus.States.Where(gpu => gpu.MemoryBytes > 1));
    private readonly DemandSource _demand = new(inputs.Forecast);
    private readonly PlanningPolicy _policy = PlanningPolicies.Find(inputs.Terms.Policy) ?? PlanningPolicies.Find("static")!;
    private readonly List<ActiveHold> _holds = [];

    /// <summary>What could not be read as it should, in no order.</summary>
    public IReadOnlyList<ActiveHold> Holds => _holds;

    /// <summary>Managed workloads with a forecast, and those among them whose forecast has shown skill; none where the policy asks no forecast.</summary>
    public (int Forecast, int Skilled) Trust { get; private set; }

    public WorkloadNeed Of(WorkloadDeclaration declared)
    {
        PresentSeat[] seats = [.. _seats[declared.Name]];
        if (!occupants.IsManaged(declared.Name))
        {
            return NeedAsItIs.Of(declared.Name, seats, "nobody here can start or stop it", declared);
        }

        if (declared.Cuda is not null && DriverVersion.Read(declared.Cuda) is null)
        {
            return Left(declared, seats, $"'{declared.Cuda}' is no CUDA version. Write it as 12.2 or >=12.2.");
        }

        DemandSignal signal = DemandSource.SignalOf(declared, inputs.Learned.Capacity, _fleet);
        ulong? memory = MemoryOf(declared, seats);
        ValueArray<SeatOption> options = table.Of(declared, signal, memory, _fleet, inputs.Learned.Capacity, inputs.At);
        if (options.IsEmpty)
        {
            return Left(declared, seats, "no profile of these GPUs serves it inside its memory, as far as is known. State its capacity for one of them.");
        }

        int perReplica = Math.Max(1, declared.Gpus);
        Occupants.HiddenSeat[] hidden = [.. _hidden[declared.Name]];
        double unseen = hidden.Sum(seat => RateOf(options, seat));
        DemandReading reading = Read(declared, signal, seats.Sum(seat => RateOf(options, seat.Profile, seat.Gpu.Model) ?? 0) / perReplica + unseen);
        WorkloadNeed need = Terms(declared, seats, hidden.Length / perReplica);
        bool enough = hidden.Length > 0 && need.Replicas.Min == 0 && declared.Replicas.Max <= hidden.Length / perReplica;
        return need with
        {
            PlanningRate = enough ? 0 : Math.Max(0, reading.PlanningRate - unseen),
            ExpectedRate = enough ? 0 : Math.Clamp(reading.ExpectedRate - unseen, 0, Math.Max(0, reading.PlanningRate - unseen)),
            Basis = hidden.Length == 0 ? reading.Basis : $"{reading.Basis}; {hidden.Length} of its replicas run where no seat of their own is seen",
            Options = options,
            MemoryBytes = memory is { } bytes ? Math.Max(1, bytes / (ulong)Math.Max(1, declared.Processes)) : null,
        };
    }

    private WorkloadNeed Left(WorkloadDeclaration declared, PresentSeat[] seats, string why)
    {
        _holds.Add(new ActiveHold(Interlock.NoPlan, declared.Name, inputs.At, $"{declared.Name} is left as it is: {why}"));
        return NeedAsItIs.Of(declared.Name, seats, "it cannot be planned", declared);
    }

    private DemandReading Read(WorkloadDeclaration declared, DemandSignal signal, double capacity)
    {
        SeriesForecast? series = _demand.Series(declared.Name, signal);
        Duration restart = RestartOf(declared);
        Duration ready = restart + inputs.Terms.Prices.InstanceChange;
        Duration horizon = Duration.Max(Duration.FromMinutes(1), inputs.Terms.Horizon);
        bool skilled = series?.Health.Leads.Any(lead => lead.Skill > 0) == true;
        if (series is not null && _policy.UsesForecast)
        {
            Trust = (Trust.Forecast + 1, Trust.Skilled + (skilled ? 1 : 0));
        }

        if (series?.SeenAt is { } seen && inputs.At - seen > ProblemBuilder.DemandStaleAfter)
        {
            _holds.Add(new ActiveHold(Interlock.StaleReadings, declared.Name, inputs.At,
                $"Demand of {declared.Name} was last read {(inputs.At - seen).TotalMinutes:0} min ago; it keeps what it has until it is read again."));
        }

        return DemandReading.Of(new DemandFacts
        {
            At = inputs.At,
            Policy = _policy,
            Forecast = series,
            ObservedNow = null,
            RecentPeak = RecentPeak(declared.Name, signal, horizon),
            CapacityNow = capacity,
            Ready = ready,
            Horizon = horizon,
            PayBack = PayBackOf(declared.Qos, restart),
        });
    }

    private double? RecentPeak(string workload, DemandSignal signal, Duration horizon)
    {
        DemandTrail? trail = inputs.Learned.Trails.FirstOrDefault(trail => trail.Workload == workload && trail.Signal == signal);
        double? peak = null;
        foreach ((Instant minute, double rate) in trail?.Minutes ?? [])
        {
            if (minute <= inputs.At && inputs.At - minute <= horizon && double.IsFinite(rate) && rate >= (peak ?? 0))
            {
                peak = rate;
            }
        }

        return peak;
    }

    /// <summary>Time after which a GPU not used has saved what starting its replicas again would cost, by the ratio moves are held to.</summary>
    private Duration PayBackOf(QosClass qos, Duration restart)
    {
        PriceTerms prices = inputs.Terms.Prices;
        double penalty = qos switch { QosClass.Guaranteed => prices.PenaltyGuaranteed, QosClass.Burstable => prices.PenaltyBurstable, _ => prices.PenaltyBestEffort };
        double times = prices.GpuHour > 0 ? (prices.ValuePerGpuHour + penalty) / prices.GpuHour * inputs.Terms.Gates.BenefitRatio : 0;
        double seconds = restart.TotalSeconds * times;

        // Beyond the horizon nothing else in the account looks either, and a long restart would keep yesterday's peak for ever.
        return double.IsFinite(seconds) && seconds > 0 ? Duration.FromSeconds(Math.Min(seconds, inputs.Terms.Horizon.TotalSeconds)) : Duration.Zero;
    }

    private WorkloadNeed Terms(WorkloadDeclaration declared, PresentSeat[] seats, int unseen)
    {
        int perReplica = Math.Max(1, declared.Gpus);
        PresentSeat[] fixedSeats = declared.Move is null ? seats : [.. seats.Where(seat => seat.Pinned)];

        // What may not be moved is there, whatever a limit says now; a limit below it would only make every plan impossible.
        int beside = inputs.RunsTwice(declared) ? int.MaxValue : 1;
        int min = Math.Max(0, Math.Min(beside, declared.Replicas.Min) - unseen);
        int max = Math.Max(Math.Max(1, min), Math.Max(Math.Min(beside, declared.Replicas.Max) - unseen, fixedSeats.Length / perReplica));
        int crowd = fixedSeats.GroupBy(seat => seat.Gpu.Uuid).Select(gpu => gpu.Count()).DefaultIfEmpty().Max();
        return new WorkloadNeed
        {
            Name = declared.Name,
            Tenant = string.IsNullOrWhiteSpace(declared.Tenant) ? null : declared.Tenant,
            Kind = declared.Kind,
            Qos = declared.Qos,
            PlanningRate = 0,
            ExpectedRate = 0,
            Replicas = new ReplicaRange(min, max),
            Cuda = DriverVersion.Read(declared.Cuda),
            ComputeCapability = declared.ComputeCapability is { } capability ? DriverVersion.Short(capability) : null,
            GpusPerReplica = Math.Max(0, declared.Gpus),
            NumaNode = declared.NumaNode,
            MaxPerGpu = declared.MaxPerGpu is { } most ? Math.Max(Math.Max(1, most), crowd) : null,
            ApartFrom = declared.ApartFrom,
            NeedsMedia = declared.NeedsMedia,
            Restart = RestartOf(declared),
            Move = declared.Move is { } move && move.Grace < Duration.Zero ? move with { Grace = Duration.Zero } : declared.Move,
        };
    }

    private Duration RestartOf(WorkloadDeclaration declared)
    {
        LearnedRestart? learned = inputs.Learned.Restarts.FirstOrDefault(restart => restart.Workload == declared.Name && restart.Measured > 0);
        return Duration.Max(Duration.Zero, learned?.Restart ?? declared.Restart ?? SnapshotDemand.UnstatedRestart);
    }

    /// <summary>What a replica needs: stated, or the least it is known to do with. A smaller seat may end it with an allocation error.</summary>
    private ulong? MemoryOf(WorkloadDeclaration declared, PresentSeat[] seats)
    {
        if (declared.MemoryBytes is { } stated and > 0)
        {
            return stated;
        }

        ulong[] known =
        [
            .. seats.Select(seat => seat.MemoryBytes).OfType<ulong>(),
            .. DemandSource.Capacities(declared, _fleet).SelectMany(capacity => _fleet.Select(gpu => gpu.MemoryOf(capacity.Profile)).OfType<ulong>()),
        ];
        return known.Length > 0 ? known.Min() : _fleet.IsEmpty ? null : _fleet.Min(gpu => gpu.WidestBytes);
    }

    private static double? RateOf(ValueArray<SeatOption> options, string profile, string model)
    {
        SeatOption? found = null;
        foreach (SeatOption option in options)
        {
            if (option.Profile == profile && (option.GpuModel is null || option.GpuModel == model) && (found is null || option.GpuModel is not null))
            {
                found = option;
            }
        }

        return found?.CarefulRate;
    }

    /// <summary>What a replica serves that has no seat of its own here: by its seat where that is known, else as little as any seat would.</summary>
    private double RateOf(ValueArray<SeatOption> options, Occupants.HiddenSeat hidden)
    {
        string? model = hidden.Seat is { } seat ? gpus.States.FirstOrDefault(gpu => gpu.Uuid == seat.Gpu)?.Model : null;
        return (model is null ? null : RateOf(options, hidden.Seat!.Instance?.Profile ?? ProfileCapacity.WholeGpu, model)) ?? options.Min(option => option.CarefulRate);
    }
}
