using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <summary>What the GPUs of a plan must look like after so many of its steps: the yardstick observation is held against.</summary>
public static class ExpectedLayouts
{
    /// <summary>Layouts with nobody on them, in the order of <see cref="PlanRecord.Before"/>.</summary>
    /// <param name="record">A plan that began.</param>
    /// <param name="withHand">Count the step that is intended and not yet seen as done.</param>
    public static ValueArray<GpuTarget> Of(PlanRecord record, bool withHand)
    {
        Dictionary<GpuUuid, GpuTarget> now = record.Before.ToDictionary(before => before.Gpu, Bare);
        foreach (StepRecord step in record.Steps)
        {
            bool happened = step.State == StepState.Applied || (withHand && step.State is StepState.Intended or StepState.Failed);
            if (happened)
            {
                PlanStep planned = record.Plan.Steps[step.Index];
                Apply(now, step.Compensation ? Compensations.Of(planned, 1) : planned);
            }
        }

        return record.Before.Select(before => now[before.Gpu]).ToValueArray();
    }

    /// <summary>A layout differs from an expected one by nothing but steps of the plan, or compensations, of which it is not known whether they happened.</summary>
    /// <param name="record">The plan.</param>
    /// <param name="expected">What the steps that were seen to have happened make of a GPU.</param>
    /// <param name="seen">What it is.</param>
    public static bool Explains(PlanRecord record, GpuTarget expected, GpuTarget seen)
    {
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(expected);
        ArgumentNullException.ThrowIfNull(seen);
        PlanStep[] open = [.. record.Steps.Where(step => step.State != StepState.Applied).Select(step => record.Plan.Steps[step.Index]).Where(step => step.Gpu == expected.Gpu)];
        PlacedInstance[] before = [.. expected.Instances.Select(one => one.Instance)], now = [.. seen.Instances.Select(one => one.Instance)];
        return (expected.MigEnabled == seen.MigEnabled || Array.Exists(open, step => step is PlanStep.SetMigMode))
            && before.Except(now).Concat(now.Except(before)).All(instance => Array.Exists(open, step => step switch
            {
                PlanStep.CreateInstance create => create.Instance == instance,
                PlanStep.DestroyInstance destroy => destroy.Instance == instance,
                _ => false,
            }));
    }

    /// <summary>A layout without who is on it.</summary>
    public static GpuTarget Bare(GpuTarget target) => target with
    {
        WholeGpuWorkload = null,
        Instances = target.Instances.Select(instance => new InstanceTarget(instance.Instance, null, 0)).OrderBy(instance => instance.Instance).ToValueArray(),
    };

    /// <summary>The layout of one GPU of a snapshot, without who is on it; null when it does not tell enough.</summary>
    public static GpuTarget? Seen(GpuSnapshot gpu)
    {
        // Without a MIG reading the board has no MIG, or did not answer for once: neither may pass for "off", which would be somebody's change.
        if (gpu.Availability != GpuAvailability.Up || gpu.Mig is not { } mig)
        {
            return null;
        }

        List<InstanceTarget> instances = [];
        foreach (GpuInstanceSnapshot instance in mig.Instances)
        {
            if (instance.PlacementStart is not { } start || instance.PlacementSize is not { } size)
            {
                return null;
            }

            instances.Add(new InstanceTarget(new PlacedInstance(instance.Profile, new Placement((int)start, (int)size)), null, 0));
        }

        return new GpuTarget { Gpu = gpu.Uuid, MigEnabled = mig.Enabled, Instances = instances.OrderBy(instance => instance.Instance).ToValueArray() };
    }

    /// <summary>Canonical text of a layout, for people and for the journal.</summary>
    public static string Text(GpuTarget target) =>
        !target.MigEnabled ? "off" : target.Instances.IsEmpty ? "empty" : string.Join('+', target.Instances.Select(instance => instance.Instance.ToString()));

    private static void Apply(Dictionary<GpuUuid, GpuTarget> now, PlanStep step)
    {
        if (!now.TryGetValue(step.Gpu, out GpuTarget? gpu))
        {
            return;
        }

        now[step.Gpu] = step switch
        {
            PlanStep.CreateInstance create when gpu.Instances.All(present => present.Instance != create.Instance) => gpu with
            {
                Instances = gpu.Instances.Append(new InstanceTarget(create.Instance, null, 0)).OrderBy(instance => instance.Instance).ToValueArray(),
            },
            PlanStep.DestroyInstance destroy => gpu with { Instances = gpu.Instances.Where(present => present.Instance != destroy.Instance).ToValueArray() },
            PlanStep.SetMigMode mode => gpu with { MigEnabled = mode.Enabled, Instances = [] },
            _ => gpu,
        };
    }
}
