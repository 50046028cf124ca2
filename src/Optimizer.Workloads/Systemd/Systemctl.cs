using System.Collections.Immutable;

namespace Optimizer.Workloads.Systemd;

/// <summary>systemd through its own tools. Nothing here waits for a unit: a unit ordered after this daemon would never come while we wait for it.</summary>
internal sealed class Systemctl(IProcessRunner runner)
{
    private const string Tool = "systemctl";

    /// <summary>The state of every unit asked for, in that order.</summary>
    public async Task<ImmutableArray<UnitStatus>> ShowAsync(ImmutableArray<string> units, CancellationToken cancellationToken)
    {
        if (units.IsEmpty)
        {
            return [];
        }

        string text = await AskAsync(["show", "--no-pager", $"--property={UnitStatusReader.Properties}", "--", .. units], touches: false, cancellationToken);
        return UnitStatusReader.Read(text, units)
            ?? throw new SystemctlException($"systemctl show of {units.Length} units printed something that is not their state: '{Excerpt(text)}'", touched: false, missing: false);
    }

    /// <summary>The state of one unit.</summary>
    public async Task<UnitStatus> ShowAsync(string unit, CancellationToken cancellationToken) => (await ShowAsync([unit], cancellationToken))[0];

    /// <summary>Units systemd holds in memory whose names match a pattern.</summary>
    public async Task<ImmutableArray<string>> ListAsync(ImmutableArray<string> patterns, CancellationToken cancellationToken)
    {
        if (patterns.IsEmpty)
        {
            return [];
        }

        string text = await AskAsync(
            ["list-units", "--all", "--plain", "--full", "--no-legend", "--no-pager", "--type=service", "--", .. patterns], touches: false, cancellationToken);

        // Some versions put a mark before units that failed.
        return
        [
            .. text.Split('\n')
                .Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault(static word => word.EndsWith(".service", StringComparison.Ordinal)))
                .OfType<string>(),
        ];
    }

    /// <summary>Makes systemd read drop-ins again.</summary>
    public Task ReloadAsync(CancellationToken cancellationToken) => AskAsync(["daemon-reload"], touches: true, cancellationToken);

    /// <summary>Asks for a start.</summary>
    public Task StartAsync(string unit, CancellationToken cancellationToken) => AskAsync(["start", "--no-block", "--", unit], touches: true, cancellationToken);

    /// <summary>Asks for a stop.</summary>
    public Task StopAsync(string unit, CancellationToken cancellationToken) => AskAsync(["stop", "--no-block", "--", unit], touches: true, cancellationToken);

    /// <summary>Makes a failed unit merely inactive, and its counters of restarts zero.</summary>
    public Task ForgetFailureAsync(string unit, CancellationToken cancellationToken) => AskAsync(["reset-failed", "--", unit], touches: true, cancellationToken);

    /// <summary>Starts a command as a unit of its own that stays to tell its result.</summary>
    /// <returns>Null when it was started; else why not.</returns>
    public async Task<string?> LaunchAsync(string unit, ImmutableArray<string> settings, ImmutableArray<string> command, CancellationToken cancellationToken)
    {
        ProcessAnswer answer = await runner.RunAsync(
            "systemd-run",
            [
                "--no-block", "--quiet", $"--unit={unit}", "--property=Type=oneshot", "--property=RemainAfterExit=yes",
                .. settings.Select(static setting => $"--property={setting}"), "--",
                .. command.Select(static word => word.Replace("$", "$$", StringComparison.Ordinal)), // the manager would put variables in their place
            ],
            cancellationToken);
        return answer.ExitCode == 0 ? null : $"systemd-run answered {answer.ExitCode?.ToString() ?? "nothing"}: {Excerpt(answer.Error)}";
    }

    /// <summary>The last thing a unit logged; null when the journal does not say.</summary>
    public async Task<string?> LastLineAsync(string unit, CancellationToken cancellationToken)
    {
        ProcessAnswer answer = await runner.RunAsync("journalctl", ["--no-pager", "--quiet", "--lines=5", "--output=cat", $"_SYSTEMD_UNIT={unit}"], cancellationToken);
        string? last = answer.ExitCode == 0 ? answer.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() : null;
        return last is null ? null : Excerpt(last);
    }

    /// <summary>A foreign text made fit for a sentence.</summary>
    public static string Excerpt(string text)
    {
        string line = string.Concat(text.Trim().Select(static c => char.IsControl(c) ? ' ' : c));
        return line.Length <= 200 ? line : line[..200] + "…";
    }

    private async Task<string> AskAsync(ImmutableArray<string> arguments, bool touches, CancellationToken cancellationToken)
    {
        ProcessAnswer answer = await runner.RunAsync(Tool, arguments, cancellationToken);
        return answer.ExitCode == 0
            ? answer.Output
            : throw new SystemctlException(
                answer.ExitCode is { } code ? $"systemctl {arguments[0]} answered {code}: {Excerpt(answer.Error)}" : $"systemctl {arguments[0]}: {Excerpt(answer.Error)}",
                touches,
                answer.Missing);
    }
}
