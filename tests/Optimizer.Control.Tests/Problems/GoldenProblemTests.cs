using System.Globalization;
using System.Text;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Tests.Problems;

/// <summary>A small node's problem as a reviewed text. UPDATE_GOLDEN=1 rewrites the file instead.</summary>
public sealed class GoldenProblemTests
{
    [Fact]
    public void Build_ASmallNode_IsTheReviewedProblem()
    {
        Site site = new Site()
            .Mig(1, ("3g.40gb", 0), ("2g.20gb", 4), ("1g.10gb", 6))
            .Whole(2)
            .Mig(3, ("7g.80gb", 0)).Change(3, gpu => gpu with { Availability = GpuAvailability.Lost, Mig = null, Trouble = "nvmlDeviceGetMemoryInfo: GPU_IS_LOST (15)" })
            .Declare(Site.Service("chat", ("2g.20gb", 7), ("3g.40gb", 10)) with { Qos = QosClass.Guaranteed, Cuda = ">=12.2" })
            .Declare(Site.Service("notebook") with { Demand = new DemandDeclaration.Activity(), MemoryBytes = null, Replicas = new ReplicaRange(0, 1) })
            .Replica("chat", 1, "3g.40gb", 0).Replica("notebook", 1, "2g.20gb", 4).Process(1, 3, "jupyter.service").Process(2, null, null)
            .Demand("chat", 9).Demand("notebook", 0.2, DemandSignal.ComputeSlices);

        Matches("small-node.txt", Text(site.Build()));
    }

    private static string Text(ProblemReading reading)
    {
        StringBuilder text = new();
        foreach (GpuState gpu in reading.Problem.Gpus)
        {
            text.Append(CultureInfo.InvariantCulture, $"{gpu.Uuid} {gpu.Model} {gpu.Usability} mig={gpu.MigEnabled} toggle={gpu.MigToggle} cc={gpu.ComputeCapability} cuda={gpu.Cuda} island={gpu.NvLinkIsland} whole={gpu.WholeGpuWorkload ?? "-"} pinned={gpu.WholeGpuPinned}\n");
            foreach (SliceState slice in gpu.Slices)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {slice.Instance} {slice.Workload ?? "-"} x{slice.Processes}{(slice.Pinned ? " pinned" : "")}\n");
            }
        }

        foreach (WorkloadNeed need in reading.Problem.Workloads)
        {
            text.Append(CultureInfo.InvariantCulture, $"{need.Name} {need.Qos} plan={need.PlanningRate:0.###} expect={need.ExpectedRate:0.###} replicas={need.Replicas.Min}..{need.Replicas.Max} movable={need.Movable} restart={need.Restart.TotalSeconds:0} s cuda={need.Cuda}: {need.Basis}\n");
            foreach (SeatOption option in need.Options)
            {
                text.Append(CultureInfo.InvariantCulture, $"  {option.Profile} on {option.GpuModel} {option.Rate:0.0} -{option.RateError:0.00} {option.Source}\n");
            }
        }

        foreach (ActiveHold hold in reading.Holds)
        {
            text.Append(CultureInfo.InvariantCulture, $"{hold.Interlock} {hold.Subject}: {hold.Sentence}\n");
        }

        return text.ToString();
    }

    private static void Matches(string name, string actual)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Optimizer.sln")))
        {
            folder = folder.Parent;
        }

        string path = Path.Combine(folder!.FullName, "tests", "Optimizer.Control.Tests", "Problems", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; make it with UPDATE_GOLDEN=1 and review it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
