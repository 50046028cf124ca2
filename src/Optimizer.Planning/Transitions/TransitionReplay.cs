using System.Diagnostics.CodeAnalysis;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Takes steps one by one on GPUs and says which is not legal when it is taken. Shares nothing with the planner that ordered them.</summary>
/// <remarks>Mutable, not thread safe; the states it gives out are values.</remarks>
public sealed class TransitionReplay
{
    private readonly GpuState[] _gpus;
    private readonly Dictionary<GpuUuid, int> _positions = [];

    /// <summary>Begins with these GPUs.</summary>
    public TransitionReplay(ValueArray<GpuState> gpus)
    {
        _gpus = [.. gpus];
        for (int position = 0; position < _gpus.Length; position++)
        {
            _positions.Add(_gpus[position].Uuid, position);
        }
    }

    /// <summary>The GPUs as they are now, in the order they were given.</summary>
    public ValueArray<GpuState> Gpus => _gpus.ToValueArray();

    /// <summary>One GPU as it is now.</summary>
    /// <exception cref="KeyNotFoundException">There is no such GPU.</exception>
    public GpuState this[GpuUuid gpu] => _gpus[_positions[gpu]];

    /// <summary>Takes one step.</summary>
    /// <param name="step">The step.</param>
    /// <param name="refusal">Which rule it breaks, one sentence, when the answer is false; then nothing has changed.</param>
    public bool TryTake(PlanStep step, [NotNullWhen(false)] out string? refusal)
    {
        if (!_positions.TryGetValue(step.Gpu, out int position))
        {
            refusal = $"There is no GPU {step.Gpu}.";
            return false;
        }

        GpuState gpu = _gpus[position];
        (GpuState? after, string? rule) = gpu.Usability == GpuUsability.Unusable ? (null, "nothing may be done on it") : Apply(gpu, step);
        refusal = after is null ? $"{gpu.Uuid}: {Words(step)}: {rule}." : null;
        _gpus[position] = after ?? gpu;
        return after is not null;
    }

    /// <summary>The state after each step, the first one included: one more than there are steps.</summary>
    /// <exception cref="InvalidOperationException">A step is not legal when its turn comes.</exception>
    public static IEnumerable<ValueArray<GpuState>> States(ValueArray<GpuState> gpus, ValueArray<PlanStep> steps)
    {
        TransitionReplay replay = new(gpus);
        yield return replay.Gpus;
        foreach (PlanStep step in steps.AsEnumerable())
        {
            if (!replay.TryTake(step, out string? refusal))
            {
                throw new InvalidOperationException(refusal);
            }

            yield return replay.Gpus;
        }
    }

    private static (GpuState? After, string Rule) Apply(GpuState gpu, PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => Create(gpu, create.Instance),
        PlanStep.DestroyInstance destroy => Destroy(gpu, destroy.Instance),
        PlanStep.StartReplica start => Start(gpu, start),
        PlanStep.StopReplica stop => Stop(gpu, stop),
        PlanStep.SetMigMode mode => SetMode(gpu, mode.Enabled),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
    };

    private static (GpuState?, string) Create(GpuState gpu, PlacedInstance instance)
    {
        if (!gpu.MigEnabled || gpu.Geometry is not { } geometry)
        {
            return (null, "MIG mode is off");
        }

        if (gpu.Usability != GpuUsability.Usable)
        {
            return (null, "the GPU drains, nothing is created there");
        }

        return Layout.TryCreate(geometry, gpu.Slices.Select(slice => slice.Instance).Append(instance), out _, out LayoutRefusal? refusal)
            ? (gpu with { Slices = gpu.Slices.Append(new SliceState { Instance = instance }).OrderBy(slice => slice.Instance).ToValueArray() }, "")
            : (null, refusal.Sentence.TrimEnd('.'));
    }

    private static (GpuState?, string) Destroy(GpuState gpu, PlacedInstance instance)
    {
        if (Find(gpu, instance) is not { } slice)
        {
            return (null, "there is no such instance");
        }

        if (slice.Workload is not null || slice.Pinned)
        {
            return (null, slice.Pinned ? "it is pinned" : $"{slice.Workload} runs on it");
        }

        return (gpu with { Slices = gpu.Slices.Where(other => other != slice).ToValueArray() }, "");
    }

    private static (GpuState?, string) Start(GpuState gpu, PlanStep.StartReplica start)
    {
        if (gpu.Usability != GpuUsability.Usable)
        {
            return (null, "the GPU drains, nothing is started there");
        }

        if (start.Processes < 1)
        {
            return (null, "a replica has at least one process");
        }

        if (start.Instance is not { } instance)
        {
            return gpu.MigEnabled || gpu.WholeGpuWorkload is not null
                ? (null, gpu.MigEnabled ? "MIG mode is on" : $"{gpu.WholeGpuWorkload} has the GPU")
                : (gpu with { WholeGpuWorkload = start.Workload }, "");
        }

        return Find(gpu, instance) switch
        {
            null => (null, "there is no such instance"),
            { Workload: { } other } => (null, $"{other} runs on it"),
            { Pinned: true } => (null, "it is pinned"),
            { } slice => (Replace(gpu, slice, slice with { Workload = start.Workload, Processes = start.Processes }), ""),
        };
    }

    private static (GpuState?, string) Stop(GpuState gpu, PlanStep.StopReplica stop)
    {
        if (stop.Instance is not { } instance)
        {
            return gpu.WholeGpuWorkload != stop.Workload || gpu.WholeGpuPinned
                ? (null, gpu.WholeGpuPinned ? "it is pinned" : "it is not there")
                : (gpu with { WholeGpuWorkload = null }, "");
        }

        return Find(gpu, instance) is not { } slice || slice.Workload != stop.Workload || slice.Pinned
            ? (null, "it is not there, or pinned")
            : (Replace(gpu, slice, slice with { Workload = null, Processes = 0 }), "");
    }

    private static (GpuState?, string) SetMode(GpuState gpu, bool enabled)
    {
        if (gpu.Geometry is null || gpu.Usability != GpuUsability.Usable || gpu.MigEnabled == enabled)
        {
            return (null, "the GPU has no MIG mode, drains, or is in that mode");
        }

        return gpu.Slices.IsEmpty && gpu.WholeGpuWorkload is null
            ? (gpu with { MigEnabled = enabled }, "")
            : (null, "it has instances or processes");
    }

    private static SliceState? Find(GpuState gpu, PlacedInstance instance)
    {
        foreach (SliceState slice in gpu.Slices)
        {
            if (slice.Instance == instance)
            {
                return slice;
            }
        }

        return null;
    }

    private static GpuState Replace(GpuState gpu, SliceState old, SliceState replacement) =>
        gpu with { Slices = gpu.Slices.Select(slice => ReferenceEquals(slice, old) ? replacement : slice).ToValueArray() };

    private static string Words(PlanStep step) => step switch
    {
        PlanStep.CreateInstance create => $"create {create.Instance}",
        PlanStep.DestroyInstance destroy => $"destroy {destroy.Instance}",
        PlanStep.StartReplica start => $"start {start.Workload} on {start.Instance?.ToString() ?? "the whole GPU"}",
        PlanStep.StopReplica stop => $"stop {stop.Workload} on {stop.Instance?.ToString() ?? "the whole GPU"}",
        PlanStep.SetMigMode mode => $"turn MIG mode {(mode.Enabled ? "on" : "off")}",
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
    };
}
