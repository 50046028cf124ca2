using System.Text.RegularExpressions;
using Optimizer.EndToEnd.Tests.Daemons;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>The daemon is killed while it changes layouts, and another one is started beside it.</summary>
public sealed partial class KilledDaemonTests
{
    [Fact]
    public async Task Run_KilledAtRandomMoments_TheNextOneGoesOnByItselfEachTime()
    {
        using TestFolder folder = new();
        Random random = new(20261123);
        for (int round = 0; round < 5; round++)
        {
            await using DaemonProcess daemon = await StartAsync(folder);
            await daemon.ReadyAsync();

            // It plans, and nothing of the run before holds it back.
            string page = await Eventually.Is($"round {round}: the daemon plans", daemon.MetricsAsync, static page => Evaluations().IsMatch(page));
            Assert.DoesNotMatch(Held("external_change"), page);
            Assert.DoesNotMatch(Held("journal"), page);
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(50, 3000)), TimeProvider.System);
            daemon.Process.Signal(ChildProcess.End);
            await daemon.Process.ExitCodeAsync(Eventually.Patience);
        }

        await using DaemonProcess last = await StartAsync(folder);
        await Eventually.Is("a repartition is carried out to its end", last.MetricsAsync, static page => Succeeded().IsMatch(page));
    }

    [Fact]
    public async Task Run_SecondOnTheSameStateDirectory_IsRefusedWithWhoHoldsIt()
    {
        using TestFolder folder = new();
        await using DaemonProcess first = await StartAsync(folder);
        await using ChildProcess second = DaemonProcess.Launch(
            "run", "--listen", "127.0.0.1:0", "--simulate", "dgx-h100", "--state", folder.Path, "--socket", Path.Combine(folder.Path, "second.sock"));

        Assert.NotEqual(0, await second.ExitCodeAsync(Eventually.Patience));
        Assert.Matches("in use by another gpu-optimizer \\(pid [0-9]+ since ", second.Output + second.Error);
        await first.ReadyAsync();
    }

    private static Task<DaemonProcess> StartAsync(TestFolder folder) => DaemonProcess.RunAsync(
        0, "--simulate", "dgx-h100", "--speed", "60", "--state", folder.Path, "--socket", Path.Combine(folder.Path, "control.sock"));

    private static Regex Held(string interlock) => new($"^gpu_optimizer_safety_interlock_active{{[^}}]*\"{interlock}\"[^}}]*}} 1", RegexOptions.Multiline, TimeSpan.FromSeconds(1));

    [GeneratedRegex("^gpu_optimizer_plan_evaluations_total{[^}]*} [1-9]", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Evaluations();

    [GeneratedRegex("^gpu_optimizer_repartitions_total{[^}]*result=\"success\"[^}]*} [1-9]", RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Succeeded();
}
