using FsCheck;
using FsCheck.Fluent;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Checks;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Generators;

public sealed class ProblemGeneratorTests
{
    [Fact]
    public void Create_OfAnySeedAndSize_IsSoundAndMayStayAsItIs() =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(100), Prop.ForAll(ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<PositiveInt>(), (seed, gpus, workloads) =>
        {
            PlanningProblem problem = ProblemGenerator.Create(seed, 1 + (gpus.Get % 20), 1 + (workloads.Get % 40));

            Assert.Equal([], ProblemCheck.Refusals(problem));
            Assert.Equal([], PlanCheck.Violations(problem, PlanFor.Hold(problem)));
        }));

    [Fact]
    public void Create_OfOneSeed_IsOneProblem()
    {
        Assert.Equal(ProblemGenerator.Create(7, 20, 30), ProblemGenerator.Create(7, 20, 30));
        Assert.NotEqual(ProblemGenerator.Create(7, 20, 30), ProblemGenerator.Create(8, 20, 30));
    }

    [Fact]
    public void Create_OfEnoughSeeds_HoldsEverythingItPromises()
    {
        PlanningProblem[] problems = [.. Enumerable.Range(0, 60).Select(seed => ProblemGenerator.Create(seed, 24, 30))];
        GpuState[] gpus = [.. problems.SelectMany(problem => problem.Gpus)];
        WorkloadNeed[] needs = [.. problems.SelectMany(problem => problem.Workloads)];

        Assert.Equal(Board.Keys.Order(StringComparer.Ordinal), gpus.Select(gpu => gpu.Model).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<GpuUsability>().Length, gpus.Select(gpu => gpu.Usability).Distinct().Count());
        Assert.Contains(gpus, gpu => gpu.MigEnabled && gpu.Slices.IsEmpty);
        Assert.Contains(gpus, gpu => gpu.Slices.Any(slice => slice.Pinned && slice.Workload is null));
        Assert.Contains(gpus, gpu => gpu.Slices.Any(slice => slice.Processes == 2));
        Assert.Contains(gpus, gpu => gpu.WholeGpuWorkload is not null && gpu.WholeGpuPinned);
        Assert.Contains(gpus, gpu => gpu.Slices.Any(slice => slice.Instance.Profile.Contains("+me", StringComparison.Ordinal)));
        Assert.Contains(needs, need => need.GpusPerReplica == 2);
        Assert.Contains(needs, need => !need.Movable && need.Qos == Model.Workloads.QosClass.Guaranteed && need.FloorRate > 0);
        Assert.Contains(needs, need => need.NeedsMedia);
        Assert.Contains(needs, need => !need.ApartFrom.IsEmpty);
        Assert.Contains(needs, need => need.PlanningRate == 0);
        Assert.Contains(problems, problem => problem.Tenants.Any(tenant => tenant.QuotaGpus is not null && tenant.FloorGpus > 0));
        Assert.Contains(problems, problem => !problem.Past.IsEmpty);
        Assert.Contains(problems, problem => !problem.Terms.Gates.Windows.IsEmpty);
        Assert.Contains(problems, problem => problem.Terms.Gates.DeepestRung == DisruptionRung.IdleInstance);
    }
}
