using System.Collections.Immutable;
using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;
using Optimizer.Simulation.Physics;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Services;

/// <summary>A service as the scenario states it: a front door for its demand, and replicas that can be started, stopped and moved.</summary>
internal sealed record ServicePlan
{
    public required string Name { get; init; }

    public string? Owner { get; init; }

    public DeclaredKind Kind { get; init; } = DeclaredKind.Inference;

    public QosClass Qos { get; init; } = QosClass.Burstable;

    public required WorkloadShape Shape { get; init; }

    /// <summary>GPU memory of one replica; bytes.</summary>
    public required ulong MemoryBytes { get; init; }

    public string Command { get; init; } = "python3";

    /// <summary>Requests per second inside the latency limit, by profile; a profile it does not name cannot run it.</summary>
    public required ImmutableArray<ProfileCapacity> Capacity { get; init; }

    public ReplicaRange Replicas { get; init; } = new(1, 1);

    public double RestartSeconds { get; init; } = 5;

    /// <summary>Null: nobody may stop it.</summary>
    public MoveTerms? Move { get; init; }

    public double? SloSeconds { get; init; }

    public HealthProbe? Health { get; init; }

    /// <summary>A plain unit: it cannot run twice.</summary>
    public bool Single { get; init; }

    public required DemandSeries Demand { get; init; }

    public double Scale { get; init; } = 1;

    public double OffsetSeconds { get; init; }

    /// <summary>Where its replicas run, ready, when the node starts.</summary>
    public ImmutableArray<SeatPlan> At { get; init; } = [];

    /// <summary>Unit of one replica.</summary>
    public string Unit(int ordinal) => Single ? $"{Name}.service" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}@{ordinal}.service");

    /// <summary>Where systemd would put the processes of one replica: instances of a template share a slice, whose name escapes dashes.</summary>
    public string ControlGroup(int ordinal) => Single
        ? $"/system.slice/{Unit(ordinal)}"
        : $"/system.slice/system-{Name.Replace("-", "\\x2d", StringComparison.Ordinal)}.slice/{Unit(ordinal)}";

    public double? CapacityOf(string profile)
    {
        foreach (ProfileCapacity capacity in Capacity)
        {
            if (capacity.Profile == profile)
            {
                return capacity.RequestsPerSecond;
            }
        }

        return null;
    }

    /// <summary>What an operator would have declared about it.</summary>
    /// <param name="page">Its metrics page.</param>
    public WorkloadDeclaration Declare(Uri page) => new()
    {
        Name = Name,
        Tenant = Owner,
        Kind = Kind,
        Qos = Qos,
        Host = new WorkloadHost.Systemd(Single ? $"{Name}.service" : $"{Name}@.service"),
        Demand = new DemandDeclaration.Scrape(page, WorkloadPages.Requests, ScrapeType.Counter),
        Capacity = ValueArray.Create<ProfileCapacity>([.. Capacity.OrderBy(static capacity => capacity.Profile, StringComparer.Ordinal)]),
        MemoryBytes = MemoryBytes,
        SloLatency = SloSeconds is { } slo ? Duration.FromSeconds(slo) : null,
        Replicas = Replicas,
        Restart = Duration.FromSeconds(RestartSeconds),
        Move = Move,
        Health = Health,
    };
}
