using Optimizer.Model.Acting;
using Optimizer.Model.Mig;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>Creates a GPU instance at its place and the compute instance that spans it; takes back what it made when the second half fails.</summary>
/// <param name="hand">The GPU.</param>
/// <param name="wanted">What and where.</param>
/// <param name="beforeChange">Called before the first call that changes anything.</param>
internal sealed class CreateStep(MigHand hand, PlacedInstance wanted, Action beforeChange)
{
    private readonly string _tried = $"create {wanted} on {hand.Gpu}";

    /// <summary>Runs the step.</summary>
    public StepResult Run()
    {
        if (hand.Read() is not MigTopology before)
        {
            return new(DriverRefusal.Refused(_tried, hand.Failure), false);
        }

        if (before.Find(wanted) is FoundInstance there)
        {
            return there.IsWhole ? StepResult.Already
                : there.Computes.IsEmpty ? Complete(before, there, own: false)
                : Refuse(StepTrouble.NotThere, $"{there} is there with {there.Computes.Length} compute instances that do not span it, made by somebody else; destroy them or adopt the layout");
        }

        if (!before.Enabled)
        {
            return Refuse(StepTrouble.NotThere, $"MIG mode is off{(before.Pending ? " (a change is pending until the GPU is reset)" : string.Empty)}; turn it on first");
        }

        if (before.Instances.FirstOrDefault(other => other.Place.Placement.Overlaps(wanted.Placement)) is FoundInstance other)
        {
            return Refuse(StepTrouble.NoRoom, $"{other} is in its place; the layout is {before.Describe()}");
        }

        return before.Profiles.TryGetValue(wanted.Profile, out OfferedProfile profile)
            ? Create(before, profile)
            : Refuse(StepTrouble.NotThere, $"the driver offers no profile of that name, only {string.Join(", ", before.Profiles.Keys.Order(StringComparer.Ordinal))}");
    }

    private StepResult Create(MigTopology before, OfferedProfile profile)
    {
        beforeChange();
        NvmlGpuInstancePlacement placement = new() { Start = (uint)wanted.Placement.Start, Size = (uint)wanted.Placement.Size };
        NvmlResult<nint> made = hand.Nvml.CreateGpuInstance(hand.Device, profile.Id, placement);
        NvmlFailure answered = new(NvmlFunction.DeviceCreateGpuInstanceWithPlacement, made.Code);

        // The answer is not the proof: a refused call may have made it, and a successful one may not.
        if (hand.Read() is not MigTopology seen)
        {
            NvmlFailure blind = hand.Failure;
            string fate = made.IsSuccess ? TakeBackUnseen(made.Value) : "whether it is there is not known; ask again";
            return new(DriverRefusal.Failed(_tried, made.IsSuccess ? blind : answered, fate), true);
        }

        if (seen.Find(wanted) is FoundInstance mine)
        {
            return Complete(before, mine, own: true);
        }

        if (made.IsSuccess)
        {
            return Mismatch($"{answered.Function.CName()} answered success, and yet the layout read again is {seen.Describe()}");
        }

        string found = $"the layout read again is {seen.Describe()}";
        return seen.IsAs(before)
            ? new(DriverRefusal.Refused(_tried, answered, found), true)
            : new(DriverRefusal.Failed(_tried, answered, found), true);
    }

    private StepResult Complete(MigTopology before, FoundInstance instance, bool own)
    {
        if (hand.SpanningProfile(instance) is not uint profile)
        {
            return TakeBack(before, instance, hand.Failure, own);
        }

        beforeChange();
        NvmlResult<nint> made = hand.Nvml.CreateComputeInstance(instance.Handle, profile);
        NvmlFailure answered = new(NvmlFunction.GpuInstanceCreateComputeInstance, made.Code);
        if (hand.Read() is not MigTopology after)
        {
            return made.IsSuccess
                ? new(DriverRefusal.Failed(_tried, hand.Failure, "it was made, and could not be read again; ask again"), true)
                : TakeBack(before, instance, answered, own);
        }

        if (after.Find(wanted) is not FoundInstance found)
        {
            return Mismatch($"the GPU instance vanished under the compute instance; the layout read again is {after.Describe()}");
        }

        if (!found.IsWhole)
        {
            return made.IsSuccess && found.Computes.IsEmpty
                ? Mismatch($"{answered.Function.CName()} answered success, and yet {found} has no compute instance")
                : TakeBack(before, found, answered, own);
        }

        return after.IsAsBesides(before, wanted)
            ? StepResult.Done
            : Mismatch($"it is there, and something else changed at the same time: {before.Describe()} became {after.Describe()}");
    }

    // Without its compute instance nobody can use it, so nobody loses anything by its going; left, it would hold its place for nothing.
    private StepResult TakeBack(MigTopology before, FoundInstance instance, NvmlFailure failure, bool own)
    {
        if (!own)
        {
            return new(DriverRefusal.Failed(_tried, failure, $"{instance} is still without compute instance"), true);
        }

        NvmlReturn code = hand.Nvml.DestroyGpuInstance(instance.Handle);
        string fate = hand.Read() is not MigTopology after ? $"{instance} was asked to go, and whether it went is not known"
            : after.Find(wanted) is null ? $"{instance}, made for it, was destroyed again{(after.IsAs(before) ? string.Empty : $", and the layout is {after.Describe()}")}"
            : $"{instance}, made for it, is still there: {NvmlFunction.GpuInstanceDestroy.CName()} answered {(int)code} ({code.MetricName()})";
        return new(DriverRefusal.Failed(_tried, failure, fate), true);
    }

    private string TakeBackUnseen(nint instance)
    {
        NvmlReturn code = hand.Nvml.DestroyGpuInstance(instance);
        return code == NvmlReturn.Success
            ? "what was made was destroyed again, since it could not be read"
            : $"what was made could not be read, and not be destroyed either ({(int)code}, {code.MetricName()}); ask again";
    }

    private StepResult Refuse(StepTrouble trouble, string seen) => new(new StepOutcome.Refused(trouble, $"Tried to {_tried}: {seen}.", Retryable: false), false);

    private StepResult Mismatch(string seen) => new(new StepOutcome.Failed(StepTrouble.Mismatch, $"Tried to {_tried}: {seen}.", Retryable: true), true);
}
