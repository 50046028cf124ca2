using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Replay;

/// <summary>Counts what was undone soon after it was done: a replica or an instance made and removed again, or removed and made again, within half an hour.</summary>
/// <remarks>A replica by its workload, wherever it runs, unless it only moved; an instance by its GPU, profile and placement. Both of one seat in one plan are one flap.</remarks>
internal sealed class FlapCounter
{
    /// <summary>Doubled, following a demand that comes and goes within the hour counts as flapping.</summary>
    public static readonly Duration Soon = Duration.FromMinutes(30);

    private readonly Dictionary<string, List<(Instant At, bool Made)>> _replicas = new(StringComparer.Ordinal);
    private readonly Dictionary<(GpuUuid, PlacedInstance), (Instant At, bool Made)> _instances = [];

    /// <summary>So far.</summary>
    public int Flaps { get; private set; }

    /// <summary>Takes in what a plan that has ended did.</summary>
    public void Take(PlanRecord record)
    {
        HashSet<(GpuUuid, PlacedInstance?)> undone = [];
        foreach (StepRecord step in record.Steps.Where(static step => step.State == StepState.Applied).OrderBy(static step => step.At))
        {
            PlanStep planned = record.Plan.Steps[step.Index];
            PlacedInstance? seat = planned switch
            {
                PlanStep.CreateInstance create => Instance(planned.Gpu, create.Instance, step.At, !step.Compensation) ? create.Instance : null,
                PlanStep.DestroyInstance destroy => Instance(planned.Gpu, destroy.Instance, step.At, step.Compensation) ? destroy.Instance : null,
                PlanStep.StartReplica { Moved: false } start => Replica(start.Workload, step.At, !step.Compensation) ? start.Instance : null,
                PlanStep.StopReplica { Moved: false } stop => Replica(stop.Workload, step.At, step.Compensation) ? stop.Instance : null,
                _ => null,
            };
            if (seat is not null)
            {
                undone.Add((planned.Gpu, seat));
            }
        }

        Flaps += undone.Count;
    }

    private bool Instance(GpuUuid gpu, PlacedInstance instance, Instant at, bool made)
    {
        bool undoes = _instances.TryGetValue((gpu, instance), out (Instant At, bool Made) before) && before.Made != made && at - before.At <= Soon;
        _instances[(gpu, instance)] = (at, made);
        return undoes;
    }

    private bool Replica(string workload, Instant at, bool made)
    {
        List<(Instant At, bool Made)> open = _replicas.TryGetValue(workload, out List<(Instant, bool)>? known) ? known : _replicas[workload] = [];
        open.RemoveAll(change => at - change.At > Soon);

        // Each change is undone once at most: three up and one down is one flap.
        int undone = open.FindLastIndex(change => change.Made != made);
        if (undone < 0)
        {
            open.Add((at, made));
            return false;
        }

        open.RemoveAt(undone);
        return true;
    }
}
