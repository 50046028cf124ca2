namespace Optimizer.Model.Acting;

/// <summary>How far one step of a plan has come, as the journal knows it.</summary>
public enum StepState
{
    /// <summary>The journal says it is about to be done: it may or may not have happened.</summary>
    Intended,

    /// <summary>It was seen to have happened.</summary>
    Applied,

    /// <summary>It was tried and is not done.</summary>
    Failed,

    /// <summary>It was left out: there was nothing to undo, or its GPU is gone.</summary>
    Skipped,
}
