using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Simulation.Tests.Services;

/// <summary>A node with one service, shop, and the orders one would give it.</summary>
internal sealed class ServiceNode(Scenario scenario) : IDisposable
{
    public ServiceNode(string scenario)
        : this(Scenario.Parse("test", scenario))
    {
    }

    public const string Shop = """
        name: test
        title: test
        board: a100-80gb
        gpus:
          - { instances: [1g.10gb@0, 1g.10gb@1, 2g.20gb@2, 3g.40gb@4] }
          - { mig: on }
          - { mig: off }
        services:
          - name: shop
            owner: ads
            qos: guaranteed
            memory: 4GiB
            capacity: { 1g.10gb: 100, 2g.20gb: 210, gpu: 900 }
            replicas: { min: 1, max: 6 }
            restart: 20s
            move: { grace: 10s }
            slo: 200ms
            demand: { constant: 150 }
            at: [ { gpu: 0, instance: 1g.10gb@0 } ]
        """;

    public TestNode Test { get; } = new(scenario);

    public SimulatedNode Node => Test.Node;

    public IWorkloadRuntime Runtime => Node.Runtime;

    public void Dispose() => Test.Dispose();

    public Seat Seat(int gpu, string? profile = null, int start = 0, int size = 1) => new(
        new GpuUuid(Node.Driver.Gpus[gpu].Uuid),
        profile is null ? null : new PlacedInstance(profile, new Placement(start, size)));

    public ReplicaOrder Order(Seat seat, string name = "shop", Seat? standsInFor = null) => new()
    {
        Workload = Node.Declarations.FirstOrDefault(declared => declared.Name == name) ?? new WorkloadDeclaration { Name = name },
        Seat = seat,
        Device = DeviceOf(seat),
        StandsInFor = standsInFor,
        BeganAt = Now,
    };

    public Instant Now => Instant.FromDateTimeOffset(Test.Time.GetUtcNow());

    public StepOutcome Start(ReplicaOrder order) => Runtime.StartAsync(order, CancellationToken.None).Result;

    public StepOutcome Start(Seat seat, string name = "shop", Seat? standsInFor = null) => Runtime.StartAsync(Order(seat, name, standsInFor), CancellationToken.None).Result;

    public StepOutcome Stop(Seat seat, string name = "shop") => Runtime.StopAsync(Order(seat, name), CancellationToken.None).Result;

    public RuntimeReading Read() => Runtime.ReadAsync(CancellationToken.None).Result;

    public IEnumerable<(string Name, ReplicaState State)> States() => Read().Replicas.Select(replica => (replica.Name, replica.State));

    /// <summary>Pids NVML lists, of all GPUs.</summary>
    public unsafe List<uint> Pids()
    {
        List<uint> pids = [];
        NvmlProcessInfo* list = stackalloc NvmlProcessInfo[64];
        for (int gpu = 0; gpu < Node.Driver.GpuCount; gpu++)
        {
            uint count = 64;
            Assert.Equal(NvmlReturn.Success, Test.Call(NvmlFunction.DeviceGetComputeRunningProcesses_v3, Test.Gpu((uint)gpu), &count, list));
            for (int index = 0; index < count; index++)
            {
                pids.Add(list[index].Pid);
            }
        }

        return pids;
    }

    private SeatDevice? DeviceOf(Seat seat)
    {
        SimulatedGpu gpu = Node.Driver.Gpus.ToArray().First(found => found.Uuid == seat.Gpu.Value);
        if (seat.Instance is null)
        {
            return new SeatDevice { Visible = gpu.Uuid };
        }

        GpuInstance? instance = gpu.Partitions.GpuInstances.Find(found => found.Profile.Name == seat.Instance.Profile && found.Placement.Start == seat.Instance.Placement.Start);
        return instance is null ? null : new SeatDevice { Visible = instance.ComputeInstances[0].Uuid };
    }
}
