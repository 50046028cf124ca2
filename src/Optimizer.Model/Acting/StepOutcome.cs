using NodaTime;

namespace Optimizer.Model.Acting;

/// <summary>What became of one attempt at a step. Steps are idempotent: asked again, one that is done answers <see cref="Applied"/> at once.</summary>
public abstract record StepOutcome
{
    private StepOutcome()
    {
    }

    /// <summary>It is so, and was seen to be so by reading again.</summary>
    /// <param name="Took">Time this attempt spent; zero when it was so already.</param>
    public sealed record Applied(Duration Took) : StepOutcome;

    /// <summary>It was begun and needs time; ask again in a later tick.</summary>
    /// <param name="Sentence">What is waited for.</param>
    public sealed record Waiting(string Sentence) : StepOutcome;

    /// <summary>Nothing was touched.</summary>
    /// <param name="Trouble">Why.</param>
    /// <param name="Detail">What was tried, where, what was seen and what to do about it, one sentence; the NVML code is in it.</param>
    /// <param name="Retryable">Asking again later may help without anybody doing anything.</param>
    public sealed record Refused(StepTrouble Trouble, string Detail, bool Retryable) : StepOutcome;

    /// <summary>It was begun, and is not done; something may have been changed.</summary>
    /// <param name="Trouble">Why.</param>
    /// <param name="Detail">What was tried, where, what was seen and what to do about it, one sentence; the NVML code is in it.</param>
    /// <param name="Retryable">Asking again later may help without anybody doing anything.</param>
    public sealed record Failed(StepTrouble Trouble, string Detail, bool Retryable) : StepOutcome;
}
