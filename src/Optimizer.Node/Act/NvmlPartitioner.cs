using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Devices;
using Optimizer.Node.Holders;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>Cuts GPUs through NVML, between the sampler's cycles. See decisions/mig-steps.md.</summary>
/// <remarks>
/// A step is one job on the NVML executor: it finds the GPU by UUID, reads, acts, reads again, and keeps no handle. What it answers follows from
/// the second reading, not from return codes.
/// </remarks>
public sealed partial class NvmlPartitioner : IPartitioner
{
    private readonly NodeSampler _sampler;
    private readonly HolderScan _holders;
    private readonly ISurroundings _surroundings;
    private readonly IGpuReset? _reset;
    private readonly Func<MigMinors> _minors;
    private readonly TimeProvider _time;
    private readonly PartitionerOptions _options;
    private readonly ILogger _logger;

    /// <summary>Creates a partitioner.</summary>
    /// <param name="sampler">Has the NVML session, and objects of its own that get in the way.</param>
    /// <param name="holders">Finds who holds what.</param>
    /// <param name="surroundings">What follows a layout outside the driver.</param>
    /// <param name="reset">Resets GPUs; null: nobody here can.</param>
    /// <param name="minors">The capability table as it is now; <see cref="MigMinors.None"/> where there is none.</param>
    /// <param name="time">Measures durations and waits.</param>
    /// <param name="options">How long it waits.</param>
    /// <param name="logger">One line for each step that changed something or failed.</param>
    public NvmlPartitioner(
        NodeSampler sampler,
        HolderScan holders,
        ISurroundings surroundings,
        IGpuReset? reset,
        Func<MigMinors> minors,
        TimeProvider time,
        PartitionerOptions options,
        ILogger<NvmlPartitioner> logger)
    {
        ArgumentNullException.ThrowIfNull(sampler);
        ArgumentNullException.ThrowIfNull(holders);
        ArgumentNullException.ThrowIfNull(surroundings);
        ArgumentNullException.ThrowIfNull(minors);
        ArgumentNullException.ThrowIfNull(options);
        (_sampler, _holders, _surroundings, _reset) = (sampler, holders, surroundings, reset);
        (_minors, _time, _options, _logger) = (minors, time, options, logger);
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> CreateAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instance);
        cancellationToken.ThrowIfCancellationRequested();
        long startedAt = _time.GetTimestamp();
        StepResult result = await ChangeAsync(
            gpu, DriverObjects.None, $"create {instance} on {gpu}", (hand, announce) => new CreateStep(hand, instance, announce).Run(), cancellationToken);
        return await FinishAsync(gpu, $"create {instance}", result, startedAt);
    }

    /// <inheritdoc/>
    public async Task<StepOutcome> DestroyAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(instance);
        cancellationToken.ThrowIfCancellationRequested();
        long startedAt = _time.GetTimestamp();
        string tried = $"destroy {instance} on {gpu}";
        if (await HoldersOfAsync(gpu, instance, cancellationToken) is { IsHeld: true } held)
        {
            StepOutcome refused = new StepOutcome.Refused(StepTrouble.InUse, $"Tried to {tried}: {held.Describe()}.", Retryable: true);
            return await FinishAsync(gpu, $"destroy {instance}", new StepResult(refused, false), startedAt);
        }

        StepResult result = await ChangeAsync(
            gpu, DriverObjects.Samples, tried, (hand, announce) => new DestroyStep(hand, instance, announce).Run(), cancellationToken);
        return await FinishAsync(gpu, $"destroy {instance}", result, startedAt);
    }

    /// <inheritdoc/>
    public async Task<GpuTarget?> ReadAsync(GpuUuid gpu, CancellationToken cancellationToken)
    {
        var run = await JobAsync(gpu, DriverObjects.None, static hand => (Topology: hand.Read(), hand.Failure.Code), cancellationToken);
        return run switch
        {
            GpuRun<(MigTopology? Topology, NvmlReturn Code)>.Completed { Value.Topology: MigTopology topology } => new GpuTarget
            {
                Gpu = gpu,
                MigEnabled = topology.Enabled,
                Instances = topology.Instances.Select(static found => found.Place).Order().Select(static place => new InstanceTarget(place, null, 0)).ToValueArray(),
            },

            // A board that cannot do MIG is whole.
            GpuRun<(MigTopology? Topology, NvmlReturn Code)>.Completed { Value.Code: NvmlReturn.NotSupported } => new GpuTarget { Gpu = gpu, MigEnabled = false },
            _ => null,
        };
    }

    private Task<GpuRun<T>> JobAsync<T>(GpuUuid gpu, DriverObjects free, Func<MigHand, T> job, CancellationToken cancellationToken) =>
        _sampler.RunOnAsync(gpu, free, _options.CallDeadline.ToTimeSpan(), nvml => job(new MigHand(nvml, gpu)), cancellationToken);

    // The announcement lasts as long as the change may still come: a call that was given up on can take effect later.
    private async Task<StepResult> ChangeAsync(
        GpuUuid gpu, DriverObjects free, string tried, Func<MigHand, Action, StepResult> step, CancellationToken cancellationToken)
    {
        IDisposable? announced = null;
        Task? unwound = null;
        try
        {
            switch (await JobAsync(gpu, free, hand => step(hand, () => announced ??= _sampler.AnnounceLayoutChange(gpu)), cancellationToken))
            {
                case GpuRun<StepResult>.Completed completed:
                    return completed.Value;
                case GpuRun<StepResult>.Unavailable unavailable:
                    unwound = unavailable.Unwound;
                    return Unavailable(tried, unavailable.Sentence, announced is not null);
                default:
                    throw new InvalidOperationException("A job about a GPU is completed or unavailable.");
            }
        }
        finally
        {
            if (unwound is { IsCompleted: false } && announced is IDisposable still)
            {
                _ = unwound.ContinueWith(_ => still.Dispose(), CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
            }
            else
            {
                announced?.Dispose();
            }
        }
    }

    private static StepResult Unavailable(string tried, string sentence, bool touched)
    {
        string detail = $"Tried to {tried}: {sentence.TrimEnd('.')}; it is asked for again.";
        StepOutcome outcome = touched
            ? new StepOutcome.Failed(StepTrouble.DriverUnavailable, detail, Retryable: true)
            : new StepOutcome.Refused(StepTrouble.DriverUnavailable, detail, Retryable: true);
        return new StepResult(outcome, touched);
    }

    // Null: nobody asked, since there is nothing to hold, or it cannot be asked, which the step itself will say.
    private async Task<HolderReport?> HoldersOfAsync(GpuUuid gpu, PlacedInstance instance, CancellationToken cancellationToken)
    {
        var run = await JobAsync(
            gpu,
            DriverObjects.None,
            hand => hand.Read()?.Find(instance) is FoundInstance there && hand.Processes(there.Id) is ImmutableArray<uint> pids
                ? (There: there, Pids: pids, Minor: hand.Nvml.MinorNumber(hand.Device).OrNull())
                : ((FoundInstance There, ImmutableArray<uint> Pids, uint? Minor)?)null,
            cancellationToken);
        if (run is not GpuRun<(FoundInstance There, ImmutableArray<uint> Pids, uint? Minor)?>.Completed { Value: { } seen })
        {
            return null;
        }

        IReadOnlySet<string> files = DeviceNodes.Guarding(_minors(), seen.Minor, seen.There.Id, seen.There.Computes.Select(static compute => compute.Id));
        return _holders.Scan($"{instance} of {gpu}", seen.Pids, files, wholeGpu: false);
    }

    private async Task<StepOutcome> FinishAsync(GpuUuid gpu, string step, StepResult result, long startedAt)
    {
        StepOutcome outcome = await NameHoldersAsync(gpu, result);
        if (outcome is StepOutcome.Applied)
        {
            outcome = await FitSurroundingsAsync(gpu) is string trouble
                ? new StepOutcome.Failed(StepTrouble.Surroundings, $"Did {step} on {gpu}, but what goes with it is missing: {trouble}", Retryable: true)
                : new StepOutcome.Applied(result.Touched ? Duration.FromTimeSpan(_time.GetElapsedTime(startedAt)) : Duration.Zero);
        }

        Log(gpu, step, outcome, result.Touched);
        return outcome;
    }

    // "In use" alone helps nobody: the whole GPU is looked over, since on the first instance of a GPU any client of it is in the way.
    private async Task<StepOutcome> NameHoldersAsync(GpuUuid gpu, StepResult result)
    {
        (string Detail, StepTrouble Trouble) said = result.Outcome switch
        {
            StepOutcome.Refused refused => (refused.Detail, refused.Trouble),
            StepOutcome.Failed failed => (failed.Detail, failed.Trouble),
            _ => (string.Empty, StepTrouble.Unexpected),
        };
        if (said.Trouble != StepTrouble.InUse || said.Detail.Length == 0)
        {
            return result.Outcome;
        }

        HolderReport report = await HoldersOfGpuAsync(gpu, result.Holders);
        string detail = $"{said.Detail.TrimEnd('.')}; {report.Describe()}.";
        return result.Outcome is StepOutcome.Refused before
            ? before with { Detail = detail }
            : ((StepOutcome.Failed)result.Outcome) with { Detail = detail };
    }

    private async Task<HolderReport> HoldersOfGpuAsync(GpuUuid gpu, ImmutableArray<uint> known)
    {
        var run = await JobAsync(
            gpu,
            DriverObjects.None,
            hand => hand.Resolve() ? (Pids: hand.Processes(null) ?? [], Minor: hand.Nvml.MinorNumber(hand.Device).OrNull()) : (Pids: [], Minor: null),
            CancellationToken.None);
        (ImmutableArray<uint> pids, uint? minor) = run is GpuRun<(ImmutableArray<uint> Pids, uint? Minor)>.Completed completed
            ? completed.Value
            : (ImmutableArray<uint>.Empty, null);
        HashSet<string> files = minor is uint number ? [DeviceNodes.OfGpu(number)] : [];
        return _holders.Scan(gpu.Value, known.IsEmpty ? pids : known, files, wholeGpu: false);
    }

    private async Task<string?> FitSurroundingsAsync(GpuUuid gpu)
    {
        if (_surroundings is NoSurroundings)
        {
            return null;
        }

        return await JobAsync(gpu, DriverObjects.None, static hand => hand.ReadPresent(), CancellationToken.None) is GpuRun<PresentGpu?>.Completed { Value: PresentGpu present }
            ? await _surroundings.FitAsync(gpu, PresentDevices.Of(_sampler.Latest).With(present), CancellationToken.None)
            : $"the MIG devices of {gpu} could not be read; it is tried again.";
    }
}
