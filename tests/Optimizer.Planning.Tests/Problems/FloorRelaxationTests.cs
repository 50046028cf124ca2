using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Problems;

public sealed class FloorRelaxationTests
{
    private static readonly PlanningProblem Problem = Some.Problem(
        [Some.Gpu(1)],
        Some.Service("a", 1, ("3g.40gb", 8)) with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(5, 9) },
        Some.Service("b", 1, ("3g.40gb", 8)) with { Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(0, 9), FloorRate = 32 });

    [Fact]
    public void Smallest_WhereRoomIsShort_LowersOneFloorByTheLeastOrAddsTheFewestGpus()
    {
        // Two seats a GPU; a takes one a replica, b one for each 8 of its floor.
        static bool Feasible(PlanningProblem problem) => problem.Workloads[0].Replicas.Min + Math.Ceiling(problem.Workloads[1].FloorRate / 8) <= 7 + (2 * (problem.Gpus.Count - 1));

        PlanRefusal refusal = FloorRelaxation.Smallest(Problem, Feasible);

        Assert.Equal(RefusalReason.FloorsInfeasible, refusal.Reason);
        Assert.Equal("a", refusal.Subject);
        Assert.Equal($"Set replicas.min of a from 5 to 3, or add 1 GPU like {Some.Gpu(1).Uuid} (h100-80gb-sxm).", refusal.Relaxation);
    }

    [Fact]
    public void Smallest_WhereOnlyTheRateIsTooHigh_LowersTheRate()
    {
        PlanRefusal refusal = FloorRelaxation.Smallest(Problem, problem => problem.Workloads[1].FloorRate <= 13);

        Assert.Equal("b", refusal.Subject);
        Assert.Equal("Lower the floor of b from 32 to 12.", refusal.Relaxation);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Smallest_WhereOnlyMoreGpusHelp_SaysAboutHowMany(int enough)
    {
        // Neither floor alone explains it.
        PlanRefusal refusal = FloorRelaxation.Smallest(
            Problem, problem => problem.Gpus.Count >= enough || (problem.Workloads[0].Replicas.Min == 0 && problem.Workloads[1].FloorRate == 0));

        int added = int.Parse(refusal.Relaxation.Split("add ")[1].Split(' ')[0]);
        Assert.InRange(added, enough - 1, enough);
    }

    [Fact]
    public void Smallest_WhereFloorsAreNotTheReason_SaysWhatIs() =>
        Assert.Contains("Release a pin", FloorRelaxation.Smallest(Problem, _ => false).Relaxation, StringComparison.Ordinal);

    [Fact]
    public void Smallest_OfAnyOracle_AsksABoundedNumberOfTimesAndAnswersAlike()
    {
        for (int seed = 0; seed < 200; seed++)
        {
            int asked = 0;
            bool Coin(PlanningProblem problem)
            {
                asked++;
                return ((problem.Gpus.Count * 31) + (problem.Workloads[0].Replicas.Min * 7) + (int)problem.Workloads[1].FloorRate + seed) % 3 == 0;
            }

            PlanRefusal first = FloorRelaxation.Smallest(Problem, Coin);
            Assert.InRange(asked, 1, FloorRelaxation.MaxQuestions);
            Assert.Equal(first, FloorRelaxation.Smallest(Problem, Coin));
        }
    }
}
