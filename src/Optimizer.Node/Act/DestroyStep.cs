using System.Collections.Immutable;
using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>Destroys every compute instance of a GPU instance, then the GPU instance. Begins where an earlier attempt ended.</summary>
/// <param name="hand">The GPU.</param>
/// <param name="wanted">What and where.</param>
/// <param name="beforeChange">Called before the first call that changes anything.</param>
internal sealed class DestroyStep(MigHand hand, PlacedInstance wanted, Action beforeChange)
{
    private readonly string _tried = $"destroy {wanted} on {hand.Gpu}";

    /// <summary>Runs the step.</summary>
    public StepResult Run()
    {
        if (hand.Read() is not MigTopology before)
        {
            return new(DriverRefusal.Refused(_tried, hand.Failure), false);
        }

        if (before.Find(wanted) is not FoundInstance there)
        {
            return StepResult.Already;
        }

        // Looked for on the thread that destroys, right before it: a process may have come since anybody else looked.
        if (hand.Processes(there.Id) is not ImmutableArray<uint> pids)
        {
            return new(DriverRefusal.Refused(_tried, hand.Failure, "who uses it is not known, so it was left alone"), false);
        }

        return pids.IsEmpty
            ? Destroy(before, there)
            : new(new StepOutcome.Refused(StepTrouble.InUse, $"Tried to {_tried}: processes run on it", Retryable: true), false, pids);
    }

    private StepResult Destroy(MigTopology before, FoundInstance instance)
    {
        beforeChange();
        NvmlFailure answered = new(NvmlFunction.GpuInstanceDestroy, NvmlReturn.Success);
        foreach (FoundCompute compute in instance.Computes)
        {
            answered = new(NvmlFunction.ComputeInstanceDestroy, hand.Nvml.DestroyComputeInstance(compute.Handle));
            if (answered.Code != NvmlReturn.Success)
            {
                return Conclude(before, answered);
            }
        }

        return Conclude(before, new(NvmlFunction.GpuInstanceDestroy, hand.Nvml.DestroyGpuInstance(instance.Handle)));
    }

    private StepResult Conclude(MigTopology before, NvmlFailure answered)
    {
        bool succeeded = answered.Code == NvmlReturn.Success;
        if (hand.Read() is not MigTopology after)
        {
            return new(DriverRefusal.Failed(_tried, succeeded ? hand.Failure : answered, "what is left of it is not known; ask again"), true);
        }

        if (after.Find(wanted) is not FoundInstance left)
        {
            return after.IsAsBesides(before, wanted)
                ? StepResult.Done
                : Mismatch($"it is gone, and something else changed at the same time: {before.Describe()} became {after.Describe()}");
        }

        if (succeeded)
        {
            return Mismatch($"{answered.Function.CName()} answered success, and yet {left} is still listed");
        }

        return after.IsAs(before)
            ? new(DriverRefusal.Refused(_tried, answered, $"{left} is as it was"), true)
            : new(DriverRefusal.Failed(_tried, answered, $"{left} is still there with {left.Computes.Length} compute instances; asking again goes on from here"), true);
    }

    private StepResult Mismatch(string seen) => new(new StepOutcome.Failed(StepTrouble.Mismatch, $"Tried to {_tried}: {seen}.", Retryable: true), true);
}
