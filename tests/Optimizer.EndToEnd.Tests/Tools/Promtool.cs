namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>Prometheus's own linter.</summary>
internal static class Promtool
{
    /// <summary>What it has to say about a page, errors and complaints alike; empty when it is content.</summary>
    public static async Task<string> CheckMetricsAsync(string page)
    {
        await using ChildProcess promtool = ChildProcess.Start(ExternalTools.Promtool ?? "promtool", "check", "metrics");
        await promtool.WriteInputAsync(page);
        int code = await promtool.ExitCodeAsync(Eventually.Patience);
        string said = promtool.Output + promtool.Error;
        return code == 0 || said.Length > 0 ? said : $"exit code {code}";
    }
}
