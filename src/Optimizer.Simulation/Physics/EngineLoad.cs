using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Physics;

/// <summary>Turns the activity of workloads into engine rates of the instance, or GPU, they run on.</summary>
internal static class EngineLoad
{
    private static readonly WorkloadShape ByHand = WorkloadShape.Find("llm")!;

    /// <summary>Adds the rates of everything that runs there.</summary>
    /// <param name="engines">The counters of the instance or GPU.</param>
    /// <param name="gpu">The GPU.</param>
    /// <param name="instance">Null: the whole GPU.</param>
    /// <param name="driven">An activity set by hand, which replaces that of the workloads.</param>
    /// <param name="workloads">What runs on this GPU.</param>
    /// <param name="now">Simulated seconds.</param>
    /// <param name="share">The instance's share of the GPU, for traffic.</param>
    /// <returns>The busy share and the dynamic power wanted, both as shares of the instance or GPU.</returns>
    public static (double Busy, double Load) Apply(
        EngineCounters engines, SimulatedGpu gpu, GpuInstance? instance, double? driven, IReadOnlyList<IOccupant> workloads, double now, double share)
    {
        if (driven is { } activity)
        {
            Add(engines, gpu, ByHand, activity, share);
            return (activity, activity * ByHand.Power);
        }

        double busy = 0;
        double load = 0;
        for (int index = 0; index < workloads.Count; index++)
        {
            IOccupant workload = workloads[index];
            if (workload.Resident is null || workload.Instance != instance)
            {
                continue;
            }

            double width = workload.Compute is { } compute ? (double)compute.Multiprocessors / instance!.Profile.Multiprocessors : 1;
            double active = Math.Min(workload.Activity(now) * width, 1 - busy);
            Add(engines, gpu, workload.Shape, active, share);
            busy += active;
            load += active * workload.Shape.Power;
        }

        return (busy, load);
    }

    private static void Add(EngineCounters engines, SimulatedGpu gpu, WorkloadShape shape, double active, double share)
    {
        engines.Add(Engine.Graphics, active);
        engines.Add(Engine.Multiprocessor, active * shape.Multiprocessor);
        engines.Add(Engine.Occupancy, active * shape.Occupancy);
        engines.Add(Engine.Integer, active * shape.Integer);
        engines.Add(Engine.HalfTensor, active * shape.HalfTensor);
        engines.Add(Engine.IntegerTensor, active * shape.IntegerTensor);
        engines.Add(Engine.DoubleTensor, active * shape.DoubleTensor);
        engines.Add(Engine.AnyTensor, active * (shape.HalfTensor + shape.IntegerTensor + shape.DoubleTensor));
        engines.Add(Engine.Dram, active * shape.Dram);
        engines.Add(Engine.Fp64, active * shape.Fp64);
        engines.Add(Engine.Fp32, active * shape.Fp32);
        engines.Add(Engine.Fp16, active * shape.Fp16);
        double host = gpu.Physics.PcieBytesPerSecond * share * active;
        engines.Add(Engine.PcieRx, host * shape.PcieRx);
        engines.Add(Engine.PcieTx, host * shape.PcieTx);
        if (share >= 1)
        {
            double links = gpu.Physics.NvLinks * gpu.Physics.NvLinkMegabytesPerSecond * 1e6 * active * shape.NvLink;
            engines.Add(Engine.NvLinkRx, links);
            engines.Add(Engine.NvLinkTx, links);
        }
    }
}
