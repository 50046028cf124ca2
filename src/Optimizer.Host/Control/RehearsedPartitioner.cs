using Optimizer.Control.Ports;
using Optimizer.Host.Observation;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Control;

/// <summary>Writes the simulated layout down before a step counts as done: a daemon that is killed finds its GPUs as it left them.</summary>
internal sealed class RehearsedPartitioner(IPartitioner hand, Rehearsal rehearsal) : IPartitioner
{
    /// <inheritdoc/>
    public async Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
        Kept(await hand.CreateAsync(gpu, instance, cancellationToken));

    /// <inheritdoc/>
    public async Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
        Kept(await hand.DestroyAsync(gpu, instance, cancellationToken));

    /// <inheritdoc/>
    public async Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken) =>
        Kept(await hand.SetMigModeAsync(gpu, enabled, mayReset, cancellationToken));

    /// <inheritdoc/>
    public Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken) => hand.ReadAsync(gpu, cancellationToken);

    private StepOutcome Kept(StepOutcome outcome)
    {
        try
        {
            rehearsal.Keep();
            return outcome;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return new StepOutcome.Failed(StepTrouble.Surroundings, $"The simulated layout cannot be written down: {problem.Message} See whether there is room in /run.", Retryable: true);
        }
    }
}
