using System.Text.Json;
using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Startup;

/// <summary>The README's promise: a simulated node is repartitioned by itself within minutes, and says why.</summary>
public sealed class ClosedLoopTests
{
    // Two minutes of a quiet machine; this one may be busy.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task Run_SimulatedNodeAtSixtyTimesTime_RepartitionsOnAForecastAndExplainsIt()
    {
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(0, "--simulate", "dgx-h100", "--speed", "60");
        await daemon.ReadyAsync();

        (long plan, string why) = await ForecastDrivenPlanAsync(daemon);

        Assert.Contains("peak of the next", why, StringComparison.Ordinal);
        (int code, string history, _) = await daemon.AskAsync("history", "--acted");
        Assert.Equal(0, code);
        Assert.Contains("committed", history, StringComparison.Ordinal);
        (code, string status, _) = await daemon.AskAsync("status");
        Assert.Equal(0, code);
        Assert.Contains("Mode enforce", status, StringComparison.Ordinal);

        string metrics = await daemon.MetricsAsync();
        Assert.Contains("gpu_optimizer_policy_mode{mode=\"enforce\"} 1", metrics, StringComparison.Ordinal);
        Assert.Matches("gpu_optimizer_repartitions_total\\{kind=\"(reshape|placement)\",result=\"success\"\\} [1-9]", metrics);
        Assert.Matches("gpu_optimizer_cost_total\\{.*\\} ", metrics);
        Assert.True(plan > 0);
    }

    [Fact]
    public async Task Pause_RunningDaemon_IsShownByStatusAndMetricsUntilResumed()
    {
        await using DaemonProcess daemon = await DaemonProcess.RunAsync(0, "--simulate", "two-a100");
        await daemon.ReadyAsync();

        (int code, string answer, string error) = await daemon.AskAsync("pause", "--reason", "driver upgrade");
        Assert.True(code == 0, error);
        Assert.Contains("aused", answer, StringComparison.Ordinal);
        await Eventually.Is("the pause is shown", daemon.MetricsAsync, static page => page.Contains("gpu_optimizer_policy_mode{mode=\"paused\"} 1", StringComparison.Ordinal));
        (_, string status, _) = await daemon.AskAsync("status");
        Assert.Contains("driver upgrade", status, StringComparison.Ordinal);

        (code, _, _) = await daemon.AskAsync("resume");
        Assert.Equal(0, code);
        await Eventually.Is("the pause is over", daemon.MetricsAsync, static page => page.Contains("gpu_optimizer_policy_mode{mode=\"paused\"} 0", StringComparison.Ordinal));
    }

    private static async Task<(long Plan, string Why)> ForecastDrivenPlanAsync(DaemonProcess daemon)
    {
        long asked = TimeProvider.System.GetTimestamp();
        List<string> seen = [];
        while (TimeProvider.System.GetElapsedTime(asked) < Patience)
        {
            (int code, string json, _) = await daemon.AskAsync("history", "--acted", "--json");
            foreach (long plan in code == 0 ? Committed(json) : [])
            {
                (_, string why, _) = await daemon.AskAsync("explain", plan.ToString(System.Globalization.CultureInfo.InvariantCulture));
                if (why.Contains("(forecast, skill", StringComparison.Ordinal))
                {
                    return (plan, why);
                }

                seen.Add(why);
            }

            await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System);
        }

        throw new Xunit.Sdk.XunitException($"no forecast-driven plan within {Patience.TotalMinutes} min; the last of {seen.Count}: {seen.LastOrDefault()}");
    }

    private static long[] Committed(string json)
    {
        using JsonDocument history = JsonDocument.Parse(json);
        return !history.RootElement.TryGetProperty("plans", out JsonElement plans) ? [] : [.. plans.EnumerateArray()
            .Where(plan => plan.GetProperty("life").GetString() == "committed").Select(plan => plan.GetProperty("generation").GetInt64())];
    }
}
