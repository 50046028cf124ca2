namespace Optimizer.Nvml.Native;

/// <summary>C names of the exports, by <see cref="NvmlFunction"/>.</summary>
public static class NvmlFunctionNames
{
    private static readonly string[] Names = [.. Enum.GetNames<NvmlFunction>().Select(name => "nvml" + name)];

    /// <summary>Number of functions; the members of <see cref="NvmlFunction"/> are 0 up to it.</summary>
    public static int Count => Names.Length;

    /// <summary>The C name, for example <c>nvmlDeviceGetCount_v2</c>.</summary>
    public static string CName(this NvmlFunction function) => Names[(int)function];
}
