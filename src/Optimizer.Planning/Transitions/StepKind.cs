namespace Optimizer.Planning.Transitions;

/// <summary>Kinds of steps in the order they are taken on one GPU when nothing else decides: what frees first, then what fills.</summary>
internal enum StepKind
{
    Stop,
    Destroy,
    SetMode,
    Create,
    Start,
}
