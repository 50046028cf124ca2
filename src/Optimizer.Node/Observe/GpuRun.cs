namespace Optimizer.Node.Observe;

/// <summary>How a job about one GPU ended.</summary>
/// <typeparam name="T">What the job computes.</typeparam>
internal abstract record GpuRun<T>
{
    private GpuRun()
    {
    }

    /// <summary>It ended.</summary>
    /// <param name="Value">What it computed.</param>
    public sealed record Completed(T Value) : GpuRun<T>;

    /// <summary>It was not begun, or one of its calls has not come back.</summary>
    /// <param name="Sentence">Why.</param>
    /// <param name="Unwound">Completes when the call came back after all: until then what it was to do may still happen. Null: nothing was begun.</param>
    public sealed record Unavailable(string Sentence, Task? Unwound) : GpuRun<T>;
}
