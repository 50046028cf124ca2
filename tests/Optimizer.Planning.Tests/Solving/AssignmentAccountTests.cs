using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Tests.Solving;

public sealed class AssignmentAccountTests
{
    [Fact]
    public void Of_AJobOnTwoModels_CountsItOnce()
    {
        WorkloadNeed job = Some.Service("train", 10, (ProfileCapacity.WholeGpu, 10.0)) with { GpusPerReplica = 2, Kind = DeclaredKind.Training };
        GpuState[] gpus =
        [
            Some.Gpu(1) with { MigEnabled = false, WholeGpuWorkload = "train" },
            Some.Gpu(2, Board.A100) with { MigEnabled = false, WholeGpuWorkload = "train" },
        ];
        PlanningProblem problem = Some.Problem(gpus, job);

        AssignmentAccount account = AssignmentAccount.Of(problem, new CostModel(problem), TargetWriter.Present(problem));

        Assert.Equal(10.0, account.Seats["train"].Sum(seat => seat.Option.CarefulRate * seat.Count));
        Assert.Equal(Money.Zero, account.Account.SloPenalty);
    }

    [Fact]
    public void Of_OneGpuOfAJobMoved_CountsTheWholeReplica()
    {
        WorkloadNeed job = Some.Service("train", 10, (ProfileCapacity.WholeGpu, 10.0)) with { GpusPerReplica = 2 };
        GpuState[] gpus = [.. Enumerable.Range(1, 3).Select(number => Some.Gpu(number) with { MigEnabled = false, WholeGpuWorkload = number < 3 ? "train" : null })];
        PlanningProblem problem = Some.Problem(gpus, job);
        ValueArray<GpuTarget> targets = problem.Gpus
            .Select((gpu, index) => new GpuTarget { Gpu = gpu.Uuid, MigEnabled = false, WholeGpuWorkload = index > 0 ? "train" : null }).ToValueArray();

        Assert.Equal(1, AssignmentAccount.Of(problem, new CostModel(problem), targets).Moves["train"]);
    }
}
