using System.Text;
using Optimizer.Model.Acting;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>What a driver's code means for a step.</summary>
internal static class DriverRefusal
{
    /// <summary>The trouble behind a code, and whether asking again may help without anybody doing anything.</summary>
    public static (StepTrouble Trouble, bool Retryable) Of(NvmlReturn code) => code switch
    {
        NvmlReturn.InUse => (StepTrouble.InUse, true),

        // The layout was read just before and had room, so what is short is something the driver gives back later (a watchdog, memory).
        NvmlReturn.InsufficientResources => (StepTrouble.NoRoom, true),
        NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound or NvmlReturn.Deprecated => (StepTrouble.NotSupported, false),
        NvmlReturn.NoPermission or NvmlReturn.OperatingSystem => (StepTrouble.NotPermitted, false),
        NvmlReturn.GpuIsLost or NvmlReturn.ResetRequired or NvmlReturn.GpuNotFound => (StepTrouble.GpuLost, false),
        NvmlReturn.Uninitialized or NvmlReturn.DriverNotLoaded or NvmlReturn.LibRmVersionMismatch or NvmlReturn.LibraryNotFound =>
            (StepTrouble.DriverUnavailable, true),

        // A handle that died between reading and using it: the next attempt reads anew.
        NvmlReturn.InvalidArgument or NvmlReturn.NotFound => (StepTrouble.NotThere, true),
        _ => (StepTrouble.Unexpected, true),
    };

    /// <summary>Nothing was touched.</summary>
    public static StepOutcome Refused(string tried, NvmlFailure failure) => Refused(tried, failure, null);

    /// <summary>Nothing was touched; with what was seen besides.</summary>
    public static StepOutcome Refused(string tried, NvmlFailure failure, string? seen)
    {
        (StepTrouble trouble, bool retryable) = Of(failure.Code);
        return new StepOutcome.Refused(trouble, Sentence(tried, failure, seen), retryable);
    }

    /// <summary>It was begun.</summary>
    public static StepOutcome Failed(string tried, NvmlFailure failure, string? seen)
    {
        (StepTrouble trouble, bool retryable) = Of(failure.Code);
        return new StepOutcome.Failed(trouble, Sentence(tried, failure, seen), retryable);
    }

    /// <summary>What was tried, which call answered what, what was seen and what to do.</summary>
    public static string Sentence(string tried, NvmlFailure failure, string? seen)
    {
        StringBuilder text = new($"Tried to {tried}: {failure.Function.CName()} answered {(int)failure.Code} ({failure.Code.MetricName()})");
        if (seen is not null)
        {
            text.Append("; ").Append(seen);
        }

        if (failure.Code.Remedy() is string remedy)
        {
            text.Append("; ").Append(remedy);
        }

        return text.Append('.').ToString();
    }
}
