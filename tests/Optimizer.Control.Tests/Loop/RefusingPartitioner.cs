using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A hand on the hardware that refuses for good what a test picks.</summary>
internal sealed class RefusingPartitioner(IPartitioner inner, Func<PlanStep, bool> refuse) : IPartitioner
{
    public Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
        refuse(new PlanStep.CreateInstance(instance) { Gpu = gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0 }) ? Refused(gpu) : inner.CreateAsync(gpu, instance, cancellationToken);

    public Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken) =>
        refuse(new PlanStep.DestroyInstance(instance) { Gpu = gpu, Rung = DisruptionRung.IdleInstance, ExpectedSeconds = 0 }) ? Refused(gpu) : inner.DestroyAsync(gpu, instance, cancellationToken);

    public Task<StepOutcome> SetMigModeAsync(GpuUuid gpu, bool enabled, bool mayReset, CancellationToken cancellationToken) =>
        refuse(new PlanStep.SetMigMode(enabled) { Gpu = gpu, Rung = DisruptionRung.MigMode, ExpectedSeconds = 0 }) ? Refused(gpu) : inner.SetMigModeAsync(gpu, enabled, mayReset, cancellationToken);

    public Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken) => inner.ReadAsync(gpu, cancellationToken);

    private static Task<StepOutcome> Refused(GpuUuid gpu) =>
        Task.FromResult<StepOutcome>(new StepOutcome.Refused(StepTrouble.NotPermitted, $"{gpu} is not touched: refused for the test.", Retryable: false));
}
