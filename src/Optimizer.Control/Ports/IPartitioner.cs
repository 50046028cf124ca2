using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Ports;

/// <summary>Changes how GPUs are cut: the only hand on the hardware. One caller at a time.</summary>
/// <remarks>
/// Every call is idempotent, reads the topology again before it answers, and says Applied only for what it then saw. It never throws for what a
/// driver, a GPU or an operating system may do; it throws for a cancelled token and for bugs.
/// </remarks>
public interface IPartitioner
{
    /// <summary>Makes a GPU instance at a placement and one compute instance that spans it, then what its users need: device nodes, consumer files.</summary>
    /// <returns>Applied also when it is there already, whole; an instance without compute instance gets one.</returns>
    Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken);

    /// <summary>Destroys a GPU instance, its compute instances first. Refused while anybody is found to hold it.</summary>
    /// <returns>Applied also when it is not there.</returns>
    Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken);

    /// <summary>Turns MIG mode on or off on a GPU without instances and processes; in place where the board can, by a reset of this one GPU where it must and may.</summary>
    /// <param name="gpu">Which.</param>
    /// <param name="enabled">The mode to reach.</param>
    /// <param name="mayReset">A reset of this GPU is allowed.</param>
    /// <param name="cancellationToken">Gives up before anything was touched.</param>
    Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken);

    /// <summary>Reads one GPU's layout now, past every cache; workloads are left out.</summary>
    /// <returns>Null when it does not answer.</returns>
    Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken);
}
