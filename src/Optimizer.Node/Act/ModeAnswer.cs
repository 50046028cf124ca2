using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>What came of asking for a MIG mode: two codes, and what was read afterwards.</summary>
/// <param name="Code">Whether the request was taken.</param>
/// <param name="Activation">Whether it is in force; means something only when the request was taken.</param>
/// <param name="After">The GPU found and read anew, since the call may have unbound it; null when it did not answer.</param>
/// <param name="Unread">The call that failed, without a reading.</param>
internal sealed record ModeAnswer(NvmlReturn Code, NvmlReturn Activation, MigTopology? After, NvmlFailure Unread)
{
    /// <summary>The one that says more: the request's own code when it was not taken, else the activation's.</summary>
    public NvmlReturn Verdict => Code == NvmlReturn.Success ? Activation : Code;

    /// <summary>Asks for a mode.</summary>
    public static ModeAnswer Ask(MigHand hand, bool enabled)
    {
        if (!hand.Resolve())
        {
            return new ModeAnswer(hand.Failure.Code, hand.Failure.Code, null, hand.Failure);
        }

        NvmlResult<NvmlReturn> asked = hand.Nvml.SetMigMode(hand.Device, enabled);
        MigTopology? after = hand.Read();
        return new ModeAnswer(asked.Code, asked.Value, after, hand.Failure);
    }

    /// <summary>The mode is in force and nothing waits for a reset.</summary>
    public bool IsIn(bool enabled) => After is not null && After.Enabled == enabled && After.Pending == enabled;

    /// <summary>Both codes, for messages.</summary>
    public string Describe() => Code == NvmlReturn.Success
        ? $"the request was taken (0), its activation answered {(int)Activation} ({Activation.MetricName()})"
        : $"the request answered {(int)Code} ({Code.MetricName()})";
}
