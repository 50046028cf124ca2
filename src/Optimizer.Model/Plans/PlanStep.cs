using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Plans;

/// <summary>One step of a plan; carried out in the plan's order, each after the one before was seen to have happened.</summary>
public abstract record PlanStep
{
    private PlanStep()
    {
    }

    /// <summary>Where it happens.</summary>
    public required GpuUuid Gpu { get; init; }

    /// <summary>How deeply it cuts.</summary>
    public required DisruptionRung Rung { get; init; }

    /// <summary>How long it is expected to take. Unit: seconds.</summary>
    public required double ExpectedSeconds { get; init; }

    /// <summary>Creates a GPU instance with one compute instance that spans it.</summary>
    /// <param name="Instance">What and where.</param>
    public sealed record CreateInstance(PlacedInstance Instance) : PlanStep;

    /// <summary>Destroys a GPU instance nobody uses any more, its compute instances first.</summary>
    /// <param name="Instance">What and where.</param>
    public sealed record DestroyInstance(PlacedInstance Instance) : PlanStep;

    /// <summary>Starts a replica and waits until it is ready.</summary>
    /// <param name="Workload">Whose.</param>
    /// <param name="Instance">On which instance; null: on the whole GPU.</param>
    /// <param name="Processes">How many processes, from 1.</param>
    /// <param name="Moved">True when it stands in for a replica that this plan stops elsewhere.</param>
    public sealed record StartReplica(string Workload, PlacedInstance? Instance, int Processes, bool Moved) : PlanStep;

    /// <summary>Drains a replica and stops it.</summary>
    /// <param name="Workload">Whose.</param>
    /// <param name="Instance">On which instance; null: on the whole GPU.</param>
    /// <param name="Moved">True when another replica stands in for it; false when fewer are wanted.</param>
    public sealed record StopReplica(string Workload, PlacedInstance? Instance, bool Moved) : PlanStep;

    /// <summary>Turns MIG mode on or off on a GPU without instances and processes.</summary>
    /// <param name="Enabled">The mode to reach.</param>
    public sealed record SetMigMode(bool Enabled) : PlanStep;
}
