using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Demand;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <summary>The notes of one tick while it is at work.</summary>
internal sealed class Tick(long number, Instant at, ControlOptions options)
{
    public long Number { get; } = number;

    public Instant At { get; } = at;

    public ControlOptions Options { get; } = options;

    public NodeSnapshot? Seen { get; set; }

    /// <summary>Layouts that were read after <see cref="Seen"/>; null: the snapshot says it all.</summary>
    public IReadOnlyDictionary<GpuUuid, GpuTarget>? Layouts { get; set; }

    public RuntimeReading Running { get; set; } = new([], null);

    public DemandForecast? Forecast { get; set; }

    public PlanStep? Step { get; set; }

    public StepOutcome? Outcome { get; set; }

    public bool More { get; set; }

    public Exception? Surprise { get; set; }
}
