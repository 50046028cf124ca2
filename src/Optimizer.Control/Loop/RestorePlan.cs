using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Loop;

/// <summary>Makes the last committed layout again after a reboot took it: the mode where it can be changed in place, then what is missing, largest first.</summary>
public static class RestorePlan
{
    /// <summary>Name such a plan has as its policy. One that fails is not undone: half a layout serves more than none.</summary>
    public const string Policy = "restore";

    /// <summary>One plan for every GPU; null when nothing is missing, or what is there stands in the way.</summary>
    /// <param name="committed">The committed layouts.</param>
    /// <param name="seen">The node now.</param>
    /// <param name="leave">GPUs to leave alone.</param>
    /// <param name="generation">Number of the plan before.</param>
    public static Plan? For(ValueArray<GpuTarget> committed, NodeSnapshot seen, IReadOnlySet<GpuUuid> leave, long generation)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(leave);
        List<PlanStep> steps = [];
        List<GpuTarget> targets = [];
        foreach (GpuTarget wanted in committed)
        {
            if (!leave.Contains(wanted.Gpu) && seen.Gpus.FirstOrDefault(gpu => gpu.Uuid == wanted.Gpu) is { } gpu && StepsFor(ExpectedLayouts.Bare(wanted), gpu) is { Count: > 0 } missing)
            {
                steps.AddRange(missing);
                targets.Add(ExpectedLayouts.Bare(wanted));
            }
        }

        return steps.Count == 0 ? null : Written(targets, steps, generation, seen.At);
    }

    private static List<PlanStep> StepsFor(GpuTarget wanted, GpuSnapshot gpu)
    {
        List<PlanStep> steps = [];
        if (ExpectedLayouts.Seen(gpu) is not { } seen || !wanted.MigEnabled || (!seen.MigEnabled && gpu.Identity.Architecture < GpuArchitecture.Hopper))
        {
            return steps;
        }

        if (!seen.MigEnabled)
        {
            steps.Add(new PlanStep.SetMigMode(true) { Gpu = wanted.Gpu, Rung = DisruptionRung.MigMode, ExpectedSeconds = 2 });
        }

        PlacedInstance[] present = [.. seen.Instances.Select(instance => instance.Instance)];
        steps.AddRange(wanted.Instances.Select(instance => instance.Instance)
            .Where(instance => !present.Any(there => there.Placement.Overlaps(instance.Placement)))
            .OrderByDescending(instance => instance.Placement.Size).ThenBy(instance => instance)
            .Select(instance => new PlanStep.CreateInstance(instance) { Gpu = wanted.Gpu, Rung = DisruptionRung.FreeSpace, ExpectedSeconds = 0.5 }));
        return steps;
    }

    private static Plan Written(List<GpuTarget> targets, List<PlanStep> steps, long generation, Instant now)
    {
        int created = steps.Count(step => step is PlanStep.CreateInstance);
        string sentence = $"Makes again what the reboot took: {created} instances on {targets.Count} GPUs ({string.Join("; ", targets.Select(target => $"{target.Gpu} {ExpectedLayouts.Text(target)}"))}).";
        return new Plan
        {
            Generation = generation + 1,
            Parent = generation == 0 ? null : generation,
            MadeAt = now,
            Policy = Policy,
            Horizon = Duration.Zero,
            Summary = sentence,
            Targets = targets.ToValueArray(),
            Steps = steps.ToValueArray(),
            Account = default,
            Alternatives = [new PlanAlternative { Name = Policy, Account = default, ActiveGpus = targets.Count, Moves = 0, InstanceChanges = created, UnmetRatio = 0, Sentence = sentence }],
            Outlook = [],
            Proof = new SolveProof(Policy, true, null, null),
        };
    }
}
