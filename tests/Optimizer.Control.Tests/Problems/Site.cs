using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Simulation.Boards;

namespace Optimizer.Control.Tests.Problems;

/// <summary>A node of H100 as inputs of a problem; a test says only what it is about.</summary>
internal sealed class Site
{
    public static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);
    public static readonly MigGeometry Geometry = GeometryOf("h100-80gb-sxm");

    private readonly List<GpuSnapshot> _gpus = [];
    private readonly List<Replica> _replicas = [];
    private readonly List<WorkloadDeclaration> _declarations = [];
    private readonly List<SeriesForecast> _series = [];
    private readonly SortedDictionary<string, List<WorkloadBinding>> _uses = new(StringComparer.Ordinal);

    public Func<WorkloadDeclaration, bool> Runs { get; set; } = _ => true;

    public PolicyTerms Terms { get; set; } = new();

    public LearnedState Learned { get; set; } = LearnedState.Nothing;

    public Instant Now { get; set; } = Noon;

    public static MigGeometry GeometryOf(string board)
    {
        Assert.True(BoardGeometry.TryCreate(BoardCatalogue.Find(board)!, out MigGeometry? geometry, out string? problem), problem);
        return geometry;
    }

    public static GpuUuid Uuid(int number) => new($"GPU-{number:x8}-0000-0000-0000-000000000000");

    public static PlacedInstance Placed(string profile, int start) => new(profile, new Placement(start, Geometry.FindProfile(profile)!.MemorySlices));

    public static WorkloadDeclaration Service(string name, params (string Profile, double Rate)[] rates) => new()
    {
        Name = name,
        Host = new WorkloadHost.Systemd($"{name}@.service"),
        Demand = new DemandDeclaration.Scrape(new Uri("http://127.0.0.1:8001/metrics"), "requests_total", ScrapeType.Counter),
        Capacity = rates.OrderBy(rate => rate.Profile, StringComparer.Ordinal).Select(rate => new ProfileCapacity(rate.Profile, rate.Rate)).ToValueArray(),
        Replicas = new ReplicaRange(1, 6),
        Restart = Duration.FromSeconds(65),
        Move = new MoveTerms(Duration.FromSeconds(30), null),
        MemoryBytes = 8UL << 30,
    };

    /// <summary>A GPU in MIG mode with instances numbered from 1, each with one compute instance.</summary>
    public Site Mig(int number, params (string Profile, int Start)[] instances) => Add(Gpu(number) with
    {
        Mig = new MigReading
        {
            Enabled = true,
            Pending = true,
            Geometry = Geometry,
            Instances = instances.Select((instance, index) => new GpuInstanceSnapshot
            {
                Id = (uint)index + 1,
                Profile = instance.Profile,
                PlacementStart = (uint)instance.Start,
                PlacementSize = (uint)(Geometry.FindProfile(instance.Profile)?.MemorySlices ?? 1),
                ComputeSlices = (uint)(Geometry.FindProfile(instance.Profile)?.ComputeSlices ?? 1),
                ComputeInstances = [new ComputeInstanceSnapshot(0, null)],
            }).ToValueArray(),
        },
    });

    /// <summary>A GPU with MIG off.</summary>
    public Site Whole(int number) => Add(Gpu(number) with { Mig = new MigReading { Enabled = false, Pending = false, Geometry = Geometry } });

    public Site Change(int number, Func<GpuSnapshot, GpuSnapshot> change)
    {
        int index = _gpus.FindIndex(gpu => gpu.Uuid == Uuid(number));
        _gpus[index] = change(_gpus[index]);
        return this;
    }

    public Site Instance(int number, uint id, Func<GpuInstanceSnapshot, GpuInstanceSnapshot> change) => Change(number, gpu => gpu with
    {
        Mig = gpu.Mig! with { Instances = gpu.Mig.Instances.Select(instance => instance.Id == id ? change(instance) : instance).ToValueArray() },
    });

    /// <summary>A process on an instance (null: the whole GPU), of a systemd unit; null: of nobody we can name.</summary>
    public Site Process(int number, uint? instance, string? unit)
    {
        if (unit is not null)
        {
            if (!_uses.TryGetValue(unit, out List<WorkloadBinding>? bindings))
            {
                _uses[unit] = bindings = [];
            }

            bindings.Add(new WorkloadBinding(Uuid(number), instance, 1 << 30));
        }

        return Change(number, gpu => gpu with
        {
            ProcessList = gpu.ProcessList.Append(new GpuProcess { Pid = 1, GpuInstanceId = instance, Command = "python3", Workload = unit }).ToValueArray(),
        });
    }

    public Site Declare(WorkloadDeclaration declaration)
    {
        _declarations.Add(declaration);
        return this;
    }

    public Site Replica(string workload, Seat? seat, ReplicaState state = ReplicaState.Ready, string? name = null, Duration? restart = null)
    {
        _replicas.Add(new Replica { Workload = workload, Seat = seat, Name = name ?? $"{workload}@{_replicas.Count}.service", State = state, MeasuredRestart = restart });
        return this;
    }

    public Site Replica(string workload, int gpu, string profile, int start, ReplicaState state = ReplicaState.Ready) =>
        Replica(workload, new Seat(Uuid(gpu), Placed(profile, start)), state);

    public Site Demand(string workload, double? now, DemandSignal signal = DemandSignal.RequestRate, bool saturated = false, Duration age = default, double? skill = null)
    {
        _series.Add(new SeriesForecast
        {
            Key = new SeriesKey(SeriesScope.Workload, workload, signal),
            Observed = now,
            Saturated = saturated,
            SeenAt = Now - age,
            Health = new ForecastHealth
            {
                State = ForecastState.Daily,
                Leader = "made up",
                Leads = [new LeadAccuracy { From = Duration.Zero, To = Duration.FromHours(1), Skill = skill }],
            },
        });
        return this;
    }

    public Site Series(SeriesForecast series)
    {
        _series.Add(series);
        return this;
    }

    public ProblemInputs Inputs() => new()
    {
        At = Now,
        Generation = 1,
        Seen = new NodeSnapshot
        {
            Sequence = 1,
            At = Now,
            Driver = new DriverVersions("580.95.05", null, "13.0"),
            Gpus = _gpus.ToValueArray(),
            Workloads = _uses.Select(use => new WorkloadUse { Name = use.Key, Kind = WorkloadKind.Systemd, Bindings = use.Value.ToValueArray() }).ToValueArray(),
            Health = new SamplerHealth(),
        },
        Forecast = new DemandForecast { At = Now, Series = _series.OrderBy(series => series.Key).ToValueArray() },
        Declarations = _declarations.OrderBy(one => one.Name, StringComparer.Ordinal).ToValueArray(),
        Replicas = _replicas.ToValueArray(),
        Runs = Runs,
        Terms = Terms,
        Learned = Learned,
    };

    public ProblemReading Build()
    {
        ProblemReading reading = new ProblemBuilder().Build(Inputs());
        Assert.Empty(ProblemCheck.Refusals(reading.Problem));
        return reading;
    }

    private Site Add(GpuSnapshot gpu)
    {
        _gpus.Add(gpu);
        return this;
    }

    private static GpuSnapshot Gpu(int number) => new()
    {
        Uuid = Uuid(number),
        Availability = GpuAvailability.Up,
        Identity = new GpuIdentity
        {
            Index = (uint)number, Name = "NVIDIA H100 80GB HBM3", Architecture = GpuArchitecture.Hopper, ComputeCapability = "9.0", NumaNode = 0,
        },
        Processes = new ProcessCounts(0, null),
        Memory = new MemoryUse(80UL << 30, null, null),
        NvLink = new NvLinkReading { ActiveLinks = 18, Fabric = FabricState.Completed },
    };
}
