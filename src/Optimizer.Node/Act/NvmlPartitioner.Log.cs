using Microsoft.Extensions.Logging;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Act;

/// <content>What is said: what was changed, and what was not done.</content>
public sealed partial class NvmlPartitioner
{
    private void Log(GpuUuid gpu, string step, StepOutcome outcome, bool touched)
    {
        switch (outcome)
        {
            case StepOutcome.Applied applied when touched:
                LogApplied(_logger, gpu, step, applied.Took.TotalMilliseconds);
                break;
            case StepOutcome.Refused refused:
                LogRefused(_logger, gpu, step, refused.Trouble, refused.Detail);
                break;
            case StepOutcome.Failed failed:
                LogFailed(_logger, gpu, step, failed.Trouble, failed.Detail);
                break;
        }
    }

    [LoggerMessage(160, LogLevel.Information, "GPU {Gpu}: {Step} took {Milliseconds:0} ms.")]
    private static partial void LogApplied(ILogger logger, GpuUuid gpu, string step, double milliseconds);

    // Debug: a step is asked for again in each tick, and the loop says once why it holds.
    [LoggerMessage(161, LogLevel.Debug, "GPU {Gpu}: {Step} was refused ({Trouble}). {Detail}")]
    private static partial void LogRefused(ILogger logger, GpuUuid gpu, string step, StepTrouble trouble, string detail);

    [LoggerMessage(162, LogLevel.Warning, "GPU {Gpu}: {Step} failed ({Trouble}). {Detail}")]
    private static partial void LogFailed(ILogger logger, GpuUuid gpu, string step, StepTrouble trouble, string detail);

    [LoggerMessage(163, LogLevel.Warning, "GPU {Gpu} is reset now, to turn MIG mode {Mode}.")]
    private static partial void LogReset(ILogger logger, GpuUuid gpu, string mode);

    [LoggerMessage(164, LogLevel.Warning, "Persistence mode of GPU {Gpu} was on before its reset and could not be turned on again; it is tried at the next step on this GPU.")]
    private static partial void LogPersistenceOwed(ILogger logger, GpuUuid gpu);
}
