using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests.Services;

public sealed class ServiceScenarioTests
{
    [Fact]
    public void Parse_ServiceWithMistakes_ReportsThemWithLineAndKey()
    {
        ScenarioException refused = Assert.Throws<ScenarioException>(() => Scenario.Parse("bad.yaml", """
            name: bad
            title: services that cannot be
            board: a100-80gb
            gpus:
              - { instances: [1g.10gb@0] }
            services:
              - name: one
                memory: 1GiB
                capacity: { 9g.90gb: 1, 1g.10gb: 5 }
                demand: { constant: 1 }
                replicas: { min: 3, max: 2 }
                at: [ { gpu: 0, instance: 1g.10gb@1 } ]
              - { name: one, memory: 1GiB, capacity: { gpu: 1 }, demand: { constant: 1 }, at: [ { gpu: 0 } ] }
            service-faults:
              - { do: sulk }
            """));
        Assert.Equal(
            [
                "line 9: services[0].capacity.9g.90gb: a profile of a board of this node, or gpu, was expected",
                "line 11: services[0].replicas.max: a number from 3 to 1000 was expected, not '2'",
                "line 12: services[0].at[0].instance: one of the GPU's instances was expected, not '1g.10gb@1'",
                "line 13: services[1].at[0].instance: missing; an instance was expected, because the GPU is in MIG mode",
                "line 13: services[1].name: a name of its own was expected; 'one' is taken",
                "line 15: service-faults[0].do: one of wont-start, wont-stop, dies, slow-start, checkpoint-fails, unreadable was expected, not 'sulk'",
            ],
            refused.Errors.Select(static error => error.ToString()));
    }

    [Fact]
    public void Declarations_OfAService_SayAllAnOperatorWould()
    {
        using ServiceNode node = new(ServiceNode.Shop.Replace("slo: 200ms", "slo: 200ms\n    health: http://127.0.0.1:80%i/ready", StringComparison.Ordinal));
        WorkloadDeclaration shop = Assert.Single(node.Node.Declarations);
        Assert.Equal(("ads", QosClass.Guaranteed, new ReplicaRange(1, 6)), (shop.Tenant, shop.Qos, shop.Replicas));
        Assert.Equal(new WorkloadHost.Systemd("shop@.service"), shop.Host);
        Assert.Equal(["1g.10gb", "2g.20gb", "gpu"], shop.Capacity.Select(static capacity => capacity.Profile));
        Assert.Equal((10.0, 20.0, 0.2), (shop.Move!.Grace.TotalSeconds, shop.Restart!.Value.TotalSeconds, shop.SloLatency!.Value.TotalSeconds));
        Assert.Equal(new HealthProbe.Http("http://127.0.0.1:80%i/ready"), shop.Health);
        Assert.Equal(new Uri("http://shop.simulated/metrics"), Assert.IsType<DemandDeclaration.Scrape>(shop.Demand).Page);
    }

    [Fact]
    public void Page_OfAServiceThatRunsNowhere_GoesOnCounting()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        node.Stop(node.Seat(0, "1g.10gb"));
        node.Test.Advance(100);
        Assert.Equal(15_000, ServicePages.Counter(node.Node.MetricsPage("shop")));
        Assert.Contains("simulated_queue_length{workload=\"shop\"} 1000\n", node.Node.MetricsPage("shop")!, StringComparison.Ordinal);
    }

    [Fact]
    public void Reset_UnderAReplica_FailsItAndIsNoOrder()
    {
        using ServiceNode node = new(ServiceNode.Shop);
        Assert.Equal(NvmlReturn.Success, node.Node.Driver.ResetGpu(0, force: true));
        node.Test.Advance(10);
        Replica failed = Assert.Single(node.Read().Replicas);
        Assert.Equal(ReplicaState.Failed, failed.State);
        SimulationAudit audit = node.Node.Audit();
        Assert.Equal((1, 0, 10, 0), (audit.Killed, audit.UnmovableStopped, audit.Services[0].BelowFloorOtherwiseSeconds, audit.Services[0].BelowFloorByOrderSeconds));
    }

    [Fact]
    public void Stop_OfWhatNobodyMayMove_IsObeyedAndCounted()
    {
        using ServiceNode node = new(ServiceNode.Shop.Replace("    move: { grace: 10s }\n", "", StringComparison.Ordinal));
        node.Stop(node.Seat(0, "1g.10gb"));
        Assert.Equal(1, node.Node.Audit().UnmovableStopped);
    }

    [Fact]
    public void Load_OfTheDgx_MovesWithinTwoHoursFromSmallSlicesToLargerOnes()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        SimulationAudit start = Hour(node, 0.5);
        SimulationAudit end = Hour(node, 2);
        Assert.True(Rate(end, start, "bert") < 150, "one 1g slice serves what needed three");
        Assert.True(Rate(end, start, "llm-7b-a") > 9, "one 2g slice is no longer enough");
        Assert.True(end.Services.Single(static service => service.Name == "llm-7b-a").ViolationSeconds > 600);
        Assert.Equal(0, start.Services.Where(static service => service.Name is "bert" or "densenet121" or "resnet152").Sum(static service => service.ViolationSeconds));
    }

    /// <summary>The audit at an hour of the node's life, from nothing.</summary>
    private static SimulationAudit Hour(TestNode node, double hour)
    {
        double missing = (hour * 3600) - node.Node.Audit().Seconds;
        node.Advance(missing);
        return node.Node.Audit();
    }

    /// <summary>Mean requests per second between two audits.</summary>
    private static double Rate(SimulationAudit later, SimulationAudit before, string service) =>
        (Of(later, service) - Of(before, service)) / (later.Seconds - before.Seconds);

    private static double Of(SimulationAudit audit, string service) => audit.Services.Single(found => found.Name == service).Arrived;
}
