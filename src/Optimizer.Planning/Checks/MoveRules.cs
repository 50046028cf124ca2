using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Checks;

/// <summary>Rules on how deeply and how often a plan disrupts.</summary>
internal static class MoveRules
{
    private static readonly Duration Day = Duration.FromHours(24);

    internal static IEnumerable<Finding> RungAllowed(PlanCase plan) =>
        plan.Plan.Steps.Where(step => step.Rung > plan.Problem.Terms.Gates.DeepestRung)
            .Select(step => new Finding(step.Gpu.Value, $"{StepWords.Of(step)} is of rung {step.Rung}, the deepest allowed is {plan.Problem.Terms.Gates.DeepestRung}"));

    internal static IEnumerable<Finding> RungTrue(PlanCase plan)
    {
        foreach (PlanStep step in plan.Plan.Steps.AsEnumerable())
        {
            DisruptionRung least = step switch
            {
                PlanStep.StopReplica { Moved: true } => DisruptionRung.Move,
                PlanStep.StopReplica or PlanStep.DestroyInstance => DisruptionRung.IdleInstance,
                PlanStep.SetMigMode => plan.Gpu(step.Gpu)?.MigToggle == true ? DisruptionRung.MigMode : DisruptionRung.GpuReset,
                _ => DisruptionRung.FreeSpace,
            };
            if (step.Rung < least)
            {
                yield return new Finding(step.Gpu.Value, $"{StepWords.Of(step)} is called {step.Rung} and is {least}");
            }
        }
    }

    internal static IEnumerable<Finding> Told(PlanCase plan)
    {
        foreach (WorkloadNeed need in plan.Problem.Workloads.AsEnumerable())
        {
            int moves = plan.Moves(need.Name);
            int stops = plan.MovedStopsOf(need.Name).Count(), starts = plan.MovedStartsOf(need.Name).Count();
            if (Replicas(need, stops) < moves)
            {
                yield return new Finding(need.Name, $"{moves} replicas move and {Replicas(need, stops)} stops say so");
            }

            if (starts != stops)
            {
                yield return new Finding(need.Name, $"{stops} stops and {starts} starts say that they move it");
            }
        }
    }

    internal static IEnumerable<Finding> Budget(PlanCase plan)
    {
        (WorkloadNeed Need, string Node)[] moves = [.. plan.Problem.Workloads.SelectMany(need => NodesOfMoves(plan, need).Select(node => (need, node)))];
        PastChange[] past = [.. plan.Problem.Past.Where(change => change.Rung == DisruptionRung.Move && change.At > plan.Problem.At - Day)];
        int perNode = plan.Problem.Terms.Gates.MovesPerDay, perTenant = plan.Problem.Terms.Gates.MovesPerTenantPerDay;
        foreach (IGrouping<string, (WorkloadNeed Need, string Node)> node in moves.GroupBy(move => move.Node))
        {
            // A GPU that is gone was on some node; it counts on each rather than on none.
            int before = past.Count(change => plan.Gpu(change.Gpu) is not { } gpu || gpu.Node == node.Key);
            if (before + node.Count() > perNode)
            {
                yield return new Finding(node.Key.Length == 0 ? "node" : node.Key, $"{node.Count()} moves after {before} in the last 24 h, {perNode} a day are allowed");
            }
        }

        foreach (IGrouping<string?, (WorkloadNeed Need, string Node)> tenant in moves.GroupBy(move => move.Need.Tenant).Where(tenant => tenant.Key is not null))
        {
            int before = past.Count(change => change.Tenant == tenant.Key);
            if (before + tenant.Count() > perTenant)
            {
                yield return new Finding(tenant.Key!, $"{tenant.Count()} moves after {before} in the last 24 h, {perTenant} a day are allowed for a tenant");
            }
        }
    }

    internal static IEnumerable<Finding> ShareMoving(PlanCase plan)
    {
        ILookup<string, SliceState> present = plan.Problem.Gpus.SelectMany(gpu => gpu.Slices).ToLookup(slice => slice.Instance.Profile);
        int wholeGpus = plan.Problem.Gpus.Count(gpu => gpu.WholeGpuWorkload is not null);
        IEnumerable<PlanStep.StopReplica> moved = plan.Plan.Steps.OfType<PlanStep.StopReplica>()
            .Where(stop => stop.Moved && plan.Runs(stop));
        foreach (IGrouping<string, PlanStep.StopReplica> profile in moved.GroupBy(stop => stop.Instance?.Profile ?? ProfileCapacity.WholeGpu))
        {
            int moving = profile.Select(stop => (stop.Gpu, stop.Instance)).Distinct().Count();
            int all = profile.Key == ProfileCapacity.WholeGpu ? wholeGpus : present[profile.Key].Count();
            int one = profile.Max(stop => Math.Max(1, plan.Need(stop.Workload)?.GpusPerReplica ?? 1));
            int allowed = Math.Max(one, (int)Math.Floor((plan.Problem.Terms.Gates.MaxShareMoving * all) + 1e-9));
            if (moving > allowed)
            {
                yield return new Finding(profile.Key, $"{moving} of {all} instances move at once, {allowed} may ({plan.Problem.Terms.Gates.MaxShareMoving:P0}, and one always)");
            }
        }
    }

    /// <summary>Node of each moved replica, by the GPU that gives it up.</summary>
    private static IEnumerable<string> NodesOfMoves(PlanCase plan, WorkloadNeed need)
    {
        string[] nodes = [.. plan.MovedStopsOf(need.Name).Select(stop => plan.Gpu(stop.Gpu)?.Node ?? "")];
        string[] replicas = [.. nodes.Where((_, index) => index % Math.Max(1, need.GpusPerReplica) == 0)];

        // Moves the steps do not own up to are put on the first node, so that not telling does not help.
        string first = plan.Problem.Gpus.Count > 0 ? plan.Problem.Gpus[0].Node : "";
        return replicas.Concat(Enumerable.Repeat(first, Math.Max(0, plan.Moves(need.Name) - replicas.Length)));
    }

    private static int Replicas(WorkloadNeed need, int seats) => (seats + Math.Max(1, need.GpusPerReplica) - 1) / Math.Max(1, need.GpusPerReplica);
}
