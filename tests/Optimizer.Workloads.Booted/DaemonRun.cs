using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Booted;

/// <summary>The daemon under a real systemd, with real units as its workloads, on simulated GPUs: what operators would see, seen as they would see it.</summary>
/// <remarks>Rates are per second of the wall; the daemon's seconds are a tenth of that, so its declaration speaks of a tenth of these.</remarks>
internal sealed class DaemonRun : IDisposable
{
    private const string Daemon = "gpu-optimizer.service";
    private const string Units = "/run/systemd/system";
    private const double Speed = 10;

    private readonly Checks _checks;
    private readonly DemandPage _page = new();
    private readonly Tools _tools = new(new ChildProcessRunner(TimeSpan.FromSeconds(60), TimeProvider.System));

    public DaemonRun(Checks checks) => _checks = checks;

    public async Task AllAsync()
    {
        await StartsAsync();
        await MovesAsync();
        await SurvivesAsync();
        await DrainsAsync();
        await ObeysAsync();
        await StopsAsync();
        await UndoesAsync();
        Console.WriteLine((await _tools.VerbAsync("history")).Output);
        if (_checks.Failed > 0)
        {
            Console.WriteLine(await _tools.RunAsync("journalctl", "--no-pager", "--unit", Daemon, "--output=cat", "--lines=400", "--grep=Optimizer"));
        }
    }

    public void Dispose() => _page.Dispose();

    private async Task StartsAsync()
    {
        Ask(3);
        await _tools.RunAsync("systemctl", "daemon-reload");
        await _tools.RunAsync("systemctl", "start", Daemon);
        _checks.Check("the daemon is ready and active", await _tools.ShowAsync(Daemon, "ActiveState") == "active", await LogAsync());
        _checks.Check("systemd watches it and has its words", await _tools.ShowAsync(Daemon, "WatchdogUSec") == "20s" && (await _tools.ShowAsync(Daemon, "StatusText")).Length > 0);
        _checks.Check("it starts the first replica", await RunningAsync(1, 40), await StatusAsync());
        if ((await _tools.ActiveAsync()) is [string unit, ..])
        {
            await SeatAsync(unit, "1g.10gb", atLeast: 7);
        }

        _checks.Check("its plan is told to an operator", await Tools.UntilAsync(async () => await NewestAsync() is ("committed", _, _), 20), await StatusAsync());
        ProcessAnswer explained = await _tools.VerbAsync("explain");
        _checks.Check("explain says why", explained.ExitCode == 0 && explained.Output.Contains("svc", StringComparison.Ordinal), explained.Output + explained.Error);
    }

    private async Task MovesAsync()
    {
        await SettledAsync();
        using UnitWatch watch = new UnitWatch(_tools).Begin();
        Ask(12);
        _checks.Check("demand beyond a small seat moves it to a large one", await SeatedAsync("3g.40gb", 60), await StatusAsync());
        await SettledAsync();
        await watch.EndAsync();
        _checks.Check("the new replica served before the old one stopped", watch.Fewest >= 1 && watch.Most >= 2, $"fewest {watch.Fewest}, most {watch.Most}");
        if ((await _tools.ActiveAsync()) is [string unit, ..])
        {
            await SeatAsync(unit, "3g.40gb", atLeast: 1);
        }
    }

    private async Task SurvivesAsync()
    {
        await SettledAsync();
        Ask(45);

        // Its drop-in is there a second before it serves; asking the daemon would take as long as that on a busy machine.
        bool acting = await Tools.UntilAsync(static () => Task.FromResult(Directory.GetDirectories(Units, "svc@*.service.d").Length == 2), 60);
        _checks.Check("demand beyond a large seat begins another plan", acting, await StatusAsync());
        string before = await _tools.ShowAsync(Daemon, "MainPID");
        ImmutableArray<string> pids = await PidsAsync();
        await _tools.RunAsync("systemctl", "kill", "--kill-whom=main", "--signal=KILL", Daemon);
        bool restarted = await Tools.UntilAsync(async () => await _tools.ShowAsync(Daemon, "ActiveState") == "active" && await _tools.ShowAsync(Daemon, "MainPID") != before, 30);
        _checks.Check("killed in the middle of it, the daemon is started anew", restarted && await _tools.ShowAsync(Daemon, "NRestarts") == "1", await LogAsync());
        _checks.Check("no replica was restarted by that", !pids.Except(await PidsAsync()).Any(), string.Join(' ', pids));
        await SettledAsync();
        _checks.Check("the plan goes on to its end", await NewestAsync() is ("committed", _, _), await StatusAsync());
        _checks.Check("a second replica serves", await RunningAsync(2, 30), await StatusAsync());
        ImmutableArray<string> seats = [.. await Task.WhenAll((await _tools.ActiveAsync()).Select(VisibleAsync))];
        _checks.Check("on an instance of its own", seats.Distinct().Count() == 2, string.Join(' ', seats));
    }

    private async Task DrainsAsync()
    {
        await SettledAsync();
        ImmutableArray<string> two = await _tools.ActiveAsync();
        Ask(3);
        _checks.Check("less demand drains one", await RunningAsync(1, 60), await StatusAsync());
        await SettledAsync();
        ImmutableArray<string> one = await _tools.ActiveAsync();
        _checks.Check("its drop-in is gone", two.Except(one).All(static unit => !Directory.Exists($"{Units}/{unit}.d")) && one.All(static unit => File.Exists($"{Units}/{unit}.d/50-gpu-optimizer.conf")));
    }

    private async Task ObeysAsync()
    {
        ProcessAnswer refused = await _tools.VerbOfNobodyAsync("pause");
        _checks.Check("nobody may not pause it", refused.ExitCode is not (0 or null), refused.Output + refused.Error);
        _checks.Check("root may", (await _tools.VerbAsync("pause", "--reason", "rehearsal")).ExitCode == 0);
        Ask(45);
        await Task.Delay(TimeSpan.FromSeconds(12), TimeProvider.System);
        _checks.Check("paused, it leaves what runs", (await _tools.ActiveAsync()).Length == 1 && (await StatusAsync()).Contains("paused", StringComparison.Ordinal), await StatusAsync());
        _checks.Check("root may resume it", (await _tools.VerbAsync("resume")).ExitCode == 0);
        _checks.Check("and it goes on", await RunningAsync(2, 60), await StatusAsync());
    }

    private async Task StopsAsync()
    {
        await SettledAsync();
        ImmutableArray<string> pids = await PidsAsync();
        await _tools.RunAsync("systemctl", "stop", Daemon);
        _checks.Check("told to stop, the daemon stops well", await _tools.ShowAsync(Daemon, "ActiveState") == "inactive" && await _tools.ShowAsync(Daemon, "Result") == "success");
        _checks.Check("units run on without it", pids.Length > 0 && (await PidsAsync()).SequenceEqual(pids));
        await _tools.RunAsync("systemctl", "start", Daemon);
        await Tools.UntilAsync(async () => await NewestAsync() is not ("", _, _), 30);
        await Task.Delay(TimeSpan.FromSeconds(3), TimeProvider.System);
        _checks.Check("started again, it finds them where they are", (await PidsAsync()).SequenceEqual(pids), await StatusAsync());
    }

    private async Task UndoesAsync()
    {
        await File.WriteAllTextAsync("/run/svc/stubborn", "");
        Ask(3);
        bool undone = await Tools.UntilAsync(async () => await NewestAsync() is ("rolled_back" or "failed", _, _), 90);
        (string life, string outcome, _) = await NewestAsync();
        _checks.Check("a unit that does not stop has its plan undone", undone && life == "rolled_back", await StatusAsync());
        _checks.Check("and the reason is told", outcome.Contains("svc", StringComparison.Ordinal) && outcome.Contains("stop", StringComparison.OrdinalIgnoreCase), outcome);
        Console.WriteLine($"      {outcome}");
        File.Delete("/run/svc/stubborn");
        _checks.Check("what was to stop serves again", await RunningAsync(2, 40), await StatusAsync());
    }

    /// <summary>The unit has the rights of one instance, by systemd's own word.</summary>
    private async Task SeatAsync(string unit, string profile, int atLeast)
    {
        string shown = await _tools.RunAsync("systemctl", "show", "--property=Environment,DeviceAllow,DevicePolicy", unit);
        _checks.Check($"{unit} sees one MIG device", (await VisibleAsync(unit)).StartsWith("CUDA_VISIBLE_DEVICES=MIG-", StringComparison.Ordinal) && shown.Contains($"GPU_OPTIMIZER_PROFILE={profile}", StringComparison.Ordinal), shown);
        ImmutableArray<string> nodes =
        [
            .. shown.Split('\n').Where(static line => line.StartsWith("DeviceAllow=", StringComparison.Ordinal))
                .SelectMany(static line => line["DeviceAllow=".Length..].Split(' ')).Where(static word => word.StartsWith('/')).Order(StringComparer.Ordinal),
        ];
        ImmutableArray<string> caps = [.. nodes.Where(static node => node.Contains("nvidia-cap", StringComparison.Ordinal)).Select(static node => node[(node.LastIndexOf("cap", StringComparison.Ordinal) + 3)..])];
        string[] table = await File.ReadAllLinesAsync("/run/gpu-optimizer/rehearsal/proc/driver/nvidia-caps/mig-minors");
        ImmutableArray<string> names = [.. caps.Select(cap => table.FirstOrDefault(line => line.EndsWith($" {cap}", StringComparison.Ordinal), "?")).Select(static line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];
        bool exact = false;
        if (names is [string whole, string part])
        {
            string[] parts = whole.Split('/');
            string gpu = parts[0]["gpu".Length..];
            string[] expected = ["/dev/nvidia-uvm", "/dev/nvidia-uvm-tools", $"/dev/nvidia{gpu}", "/dev/nvidiactl"];
            exact = part == $"{parts[0]}/{parts[1]}/ci0/access" && parts[2] == "access"
                && int.Parse(parts[1]["gi".Length..], CultureInfo.InvariantCulture) >= atLeast
                && nodes.Where(static node => !node.Contains("nvidia-cap", StringComparison.Ordinal)).Order(StringComparer.Ordinal).SequenceEqual(expected.Order(StringComparer.Ordinal));
        }

        _checks.Check($"{unit} may open its seat's nodes and no other", exact && shown.Contains("DevicePolicy=closed", StringComparison.Ordinal), shown + string.Join(' ', names));
    }

    private void Ask(double rate) => _page.Set(rate * Speed);

    private Task<bool> RunningAsync(int count, int seconds) => Tools.UntilAsync(async () => (await _tools.ServingAsync()).Length == count && (await _tools.ActiveAsync()).Length == count, seconds);

    private Task<bool> SeatedAsync(string profile, int seconds) => Tools.UntilAsync(async () => await ProfilesAsync() is [string only] && only == profile, seconds);

    /// <summary>No plan is under way.</summary>
    private Task<bool> SettledAsync() => Tools.UntilAsync(async () => await NewestAsync() is not ("acting" or "unwinding" or "", _, _), 60);

    private async Task<ImmutableArray<string>> ProfilesAsync() =>
        [.. await Task.WhenAll((await _tools.ServingAsync()).Select(async unit => (await _tools.ShowAsync(unit, "Environment")).Split(' ').FirstOrDefault(static word => word.StartsWith("GPU_OPTIMIZER_PROFILE=", StringComparison.Ordinal), "=?").Split('=')[1]))];

    private async Task<string> VisibleAsync(string unit) =>
        (await _tools.ShowAsync(unit, "Environment")).Split(' ').FirstOrDefault(static word => word.StartsWith("CUDA_VISIBLE_DEVICES=", StringComparison.Ordinal), "");

    private async Task<ImmutableArray<string>> PidsAsync() =>
        [.. await Task.WhenAll((await _tools.ActiveAsync()).Select(async unit => $"{unit}:{await _tools.ShowAsync(unit, "MainPID")}"))];

    /// <summary>Life, outcome and steps done of the newest plan that was begun; empty while the daemon does not answer.</summary>
    private async Task<(string Life, string Outcome, int Applied)> NewestAsync()
    {
        if (await _tools.JsonAsync("history", "--acted", "--most", "1") is not { } answer || answer.GetProperty("plans").GetArrayLength() == 0)
        {
            return ("", "", 0);
        }

        JsonElement plan = answer.GetProperty("plans")[0];
        return (plan.GetProperty("life").GetString()!, plan.TryGetProperty("outcome", out JsonElement outcome) ? outcome.GetString() ?? "" : "", plan.GetProperty("stepsApplied").GetInt32());
    }

    private async Task<string> StatusAsync() => (await _tools.VerbAsync("status")).Output;

    private Task<string> LogAsync() => _tools.RunAsync("journalctl", "--no-pager", "--unit", Daemon, "--output=cat", "--lines=40");
}
