namespace Optimizer.Nvml.Calls;

/// <summary>Reads results whose absence is normal.</summary>
public static class NvmlResultExtensions
{
    /// <summary>The value, or null whatever the code was.</summary>
    public static T? OrNull<T>(this NvmlResult<T> result)
        where T : struct => result.IsSuccess ? result.Value : null;

    /// <summary>The text, or null whatever the code was; empty text counts as no answer.</summary>
    public static string? OrNull(this NvmlResult<string> result) =>
        result.IsSuccess && !string.IsNullOrEmpty(result.Value) ? result.Value : null;
}
