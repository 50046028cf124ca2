using Optimizer.Control.Ports;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Tests;

public sealed class WorkloadTests
{
    [Fact]
    public void Processes_EachKind_SitInTheControlGroupTheirOwnerWouldUse()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        string[] groups = [.. Enumerable.Range(0, 8).SelectMany(gpu => node.Driver.Gpus[gpu].Processes).Select(resident => Identity(node, resident).ControlGroup)];
        Assert.Contains("/system.slice/llm-14b.service", groups);
        Assert.Contains("/slurm/uid_1000/job_4098/step_0/task_0", groups);
        Assert.Contains(groups, group => System.Text.RegularExpressions.Regex.IsMatch(group, "^/system.slice/docker-[0-9a-f]{64}.scope$", default, TimeSpan.FromSeconds(1)));
        Assert.Contains(groups, group => System.Text.RegularExpressions.Regex.IsMatch(group, "^/kubepods.slice/.*-pod[0-9a-f_]{36}.slice/cri-containerd-[0-9a-f]{64}.scope$", default, TimeSpan.FromSeconds(1)));
        Assert.Equal(groups.Length, node.Driver.Gpus.ToArray().SelectMany(gpu => gpu.Processes).Select(resident => resident.Process.Pid).Distinct().Count());
    }

    [Fact]
    public void Topology_TwoSockets_SaysWhichGpuIsNearWhich()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        Assert.Equal([0, 0, 0, 0, 1, 1, 1, 1], Enumerable.Range(0, 8).Select(gpu => node.Node.Topology.NumaNodeOfPciDevice(node.Driver.Gpus[gpu].BusId)!.Value));
        Assert.Null(node.Node.Topology.NumaNodeOfPciDevice("00000000:FF:00.0"));
    }

    [Fact]
    public void Workload_RemovedByHand_StaysDownWhileAnEvictedOneReturnsToItsSlot()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        ResidentProcess first = node.Driver.Gpus[0].Processes[0];
        Assert.True(node.Driver.RemoveProcess(first.Process.Pid));
        Assert.Null(node.Node.Processes.Find(first.Process.Pid));
        ResidentProcess second = node.Driver.Gpus[0].Processes[0];
        Assert.Equal(Nvml.Native.NvmlReturn.InUse, node.Driver.DestroyInstance(0, second.GpuInstanceId));
        Assert.Equal(Nvml.Native.NvmlReturn.Success, node.Driver.DestroyInstance(0, second.GpuInstanceId, evict: true));
        Assert.Equal(2, Running(node));
        Assert.Equal(Nvml.Native.NvmlReturn.Success, node.Driver.CreateInstance(0, "1g.10gb", 5));
        Assert.Equal(3, Running(node));
    }

    private static int Running(TestNode node)
    {
        node.Advance(30);
        node.Driver.Advance();
        return node.Driver.Gpus[0].Processes.Count;
    }

    private static ProcessIdentity Identity(TestNode node, ResidentProcess resident) =>
        node.Node.Processes.Find(resident.Process.Pid) ?? throw new InvalidOperationException("A resident process is unknown to the process table.");
}
