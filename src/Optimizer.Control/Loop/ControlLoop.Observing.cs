using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <content>How much of the node is read in a tick: between two cuts of a GPU, only what they touch.</content>
public sealed partial class ControlLoop
{
    /// <summary>Age of the last full reading up to which a plan goes on with layouts alone. Doubled, a GPU that is lost in the middle of a plan is noticed ten seconds later.</summary>
    private static readonly Duration FullReadingLasts = Duration.FromSeconds(5);

    private Instant? _readInFull;

    private async Task<NodeSnapshot?> ObserveAsync(Tick tick, CancellationToken cancellationToken)
    {
        if (_memory.InFlight is not { } flight)
        {
            return await _parts.Observer.ObserveAsync(fresh: false, cancellationToken);
        }

        if (IsBetweenCuts(flight) && _readInFull is { } full && tick.At >= full && tick.At - full < FullReadingLasts
            && await ReadLayoutsAsync(flight, cancellationToken) is { } layouts)
        {
            tick.Layouts = layouts;
            return await _parts.Observer.ObserveAsync(fresh: false, cancellationToken);
        }

        NodeSnapshot? seen = await _parts.Observer.ObserveAsync(fresh: true, cancellationToken);
        _readInFull = tick.At;
        return seen;
    }

    /// <summary>The last step and the next one only cut GPUs: what a step needs to know then is how they are cut now.</summary>
    private static bool IsBetweenCuts(PlanRecord flight) =>
        flight is { Life: PlanLife.Acting, Steps: { IsEmpty: false } steps } && flight.Plan.Policy != RestorePlan.Policy
        && steps[^1] is { State: StepState.Applied, Compensation: false } last && IsCut(flight.Plan.Steps[last.Index])
        && Flight.Next(flight) is FlightMove.Do next && IsCut(flight.Plan.Steps[next.Index]);

    private static bool IsCut(PlanStep step) => step is PlanStep.CreateInstance or PlanStep.DestroyInstance;

    /// <summary>The layouts of the plan's GPUs as they are now; null when one of them does not answer.</summary>
    private async Task<Dictionary<GpuUuid, GpuTarget>?> ReadLayoutsAsync(PlanRecord flight, CancellationToken cancellationToken)
    {
        Dictionary<GpuUuid, GpuTarget> layouts = [];
        foreach (GpuUuid gpu in Flight.Gpus(flight.Plan).ToArray())
        {
            if (await _parts.Partitioner.ReadAsync(gpu, cancellationToken) is not { } layout)
            {
                return null;
            }

            layouts[gpu] = ExpectedLayouts.Bare(layout);
        }

        return layouts;
    }
}
