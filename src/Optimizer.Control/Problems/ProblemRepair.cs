using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>Takes out of a problem what keeps all of it from being planned, so that one wrong declaration costs its own workload and nobody else's.</summary>
internal static class ProblemRepair
{
    /// <summary>Rounds of taking out; a workload goes through three (its floors, itself, its seats), a GPU through one. Twice as many would find nothing more.</summary>
    private const int Rounds = 6;

    /// <summary>A problem that <see cref="ProblemCheck"/> takes, and what was left out of it.</summary>
    public static (PlanningProblem Problem, List<ActiveHold> Holds) Sound(PlanningProblem problem)
    {
        List<ActiveHold> holds = [];
        HashSet<string> lowered = [], left = [];
        for (int round = 0; round < Rounds; round++)
        {
            ValueArray<PlanRefusal> refusals = ProblemCheck.Refusals(problem);
            if (refusals.IsEmpty)
            {
                return (problem, holds);
            }

            foreach (IGrouping<string, PlanRefusal> subject in refusals.GroupBy(refusal => refusal.Subject))
            {
                PlanRefusal refusal = subject.First();
                problem = Without(problem, refusal, lowered, left);
                holds.Add(new ActiveHold(Interlock.NoPlan, subject.Key, problem.At, $"{refusal.Sentence} {refusal.Relaxation}"));
            }
        }

        holds.Add(new ActiveHold(Interlock.NoPlan, "", problem.At, "The facts contradict each other in too many places; nothing is planned until they do not."));
        return (problem with { Workloads = [], Tenants = [], Past = [], Gpus = problem.Gpus.Where(gpu => gpu.MemoryBytes > 0).Select(Closed).ToValueArray() }, holds);
    }

    private static PlanningProblem Without(PlanningProblem problem, PlanRefusal refusal, HashSet<string> lowered, HashSet<string> left)
    {
        string subject = refusal.Subject;
        if (problem.Workloads.FirstOrDefault(need => need.Name == subject) is { } need)
        {
            bool floors = refusal.Reason is RefusalReason.FloorsInfeasible or RefusalReason.GpuVanished;
            if (floors && lowered.Add(subject))
            {
                int now = PresentSeat.Of(problem.Gpus)[subject].Count() / Math.Max(1, need.GpusPerReplica);
                return Replace(problem, need with { FloorRate = 0, Replicas = need.Replicas with { Min = Math.Min(need.Replicas.Min, now) } });
            }

            return left.Add(subject)
                ? Replace(problem, NeedAsItIs.Of(subject, PresentSeat.Of(problem.Gpus)[subject], "it cannot be planned") with { Tenant = need.Tenant })
                : Removed(problem, subject);
        }

        if (problem.Gpus.Any(gpu => gpu.Uuid.Value == subject))
        {
            return problem with { Gpus = problem.Gpus.Select(gpu => gpu.Uuid.Value == subject ? Closed(gpu) : gpu).ToValueArray() };
        }

        return problem.Tenants.Any(tenant => tenant.Name == subject)
            ? problem with { Tenants = problem.Tenants.Where(tenant => tenant.Name != subject).ToValueArray() }
            : problem;
    }

    private static PlanningProblem Replace(PlanningProblem problem, WorkloadNeed changed) =>
        problem with { Workloads = problem.Workloads.Select(need => need.Name == changed.Name ? changed : need).ToValueArray() };

    /// <summary>Without the workload; what it has stays pinned, with nobody's name on it.</summary>
    private static PlanningProblem Removed(PlanningProblem problem, string workload) => problem with
    {
        Workloads = problem.Workloads.Where(need => need.Name != workload)
            .Select(need => need with { ApartFrom = need.ApartFrom.Where(other => other != workload).ToValueArray() }).ToValueArray(),
        Gpus = problem.Gpus.Select(gpu => gpu with
        {
            WholeGpuWorkload = gpu.WholeGpuWorkload == workload ? null : gpu.WholeGpuWorkload,
            WholeGpuPinned = gpu.WholeGpuPinned || gpu.WholeGpuWorkload == workload,
            Slices = gpu.Slices.Select(slice => slice.Workload == workload ? slice with { Workload = null, Processes = 0, Pinned = true } : slice).ToValueArray(),
        }).ToValueArray(),
    };

    private static GpuState Closed(GpuState gpu) => gpu with
    {
        Usability = GpuUsability.Unusable, Slices = [], WholeGpuWorkload = null, WholeGpuPinned = false, Power = new PowerCurve(70, 700),
    };
}
