namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>The programs that some of these tests drive and that are not part of the product.</summary>
internal static class ExternalTools
{
    /// <summary>Prometheus, or null where it is not installed.</summary>
    public static string? Prometheus { get; } = Find("prometheus");

    /// <summary>promtool, or null where it is not installed.</summary>
    public static string? Promtool { get; } = Find("promtool");

    /// <summary>Why tests that need them do not run here; null when they do. They always run where GPU_OPTIMIZER_REQUIRE_TOOLS is 1, and fail.</summary>
    public static string? ReasonToSkip { get; } = Reason(Prometheus, Promtool, Environment.GetEnvironmentVariable("GPU_OPTIMIZER_REQUIRE_TOOLS"));

    /// <summary>The rule behind <see cref="ReasonToSkip"/>.</summary>
    public static string? Reason(string? prometheus, string? promtool, string? required)
    {
        string[] missing = [.. new[] { ("prometheus", prometheus), ("promtool", promtool) }.Where(static tool => tool.Item2 is null).Select(static tool => tool.Item1)];
        return missing.Length == 0 || required == "1"
            ? null
            : $"{string.Join(" and ", missing)} not found on the PATH; install the package prometheus to run this test";
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Append("/usr/bin")
        .Select(folder => Path.Combine(folder, name))
        .FirstOrDefault(File.Exists);
}
