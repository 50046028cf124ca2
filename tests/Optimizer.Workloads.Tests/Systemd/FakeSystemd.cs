using System.Collections.Immutable;
using System.Text;
using Optimizer.Workloads.Systemd;

namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>A system manager with a few units: it reads drop-ins at daemon-reload, starts and stops at once unless told otherwise, and forgets nothing when its caller dies.</summary>
internal sealed class FakeSystemd(string unitRoot, TimeProvider time) : IProcessRunner
{
    private readonly Dictionary<string, FakeUnit> _units = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);

    /// <summary>Every command line, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>The program is not on this machine.</summary>
    public bool Missing { get; set; }

    /// <summary>Verbs that do not come back in time.</summary>
    public HashSet<string> Hanging { get; } = [];

    /// <summary>What show prints instead of states; null: states.</summary>
    public string? Garbage { get; set; }

    /// <summary>The caller dies at this call, counted from 1 (before it is carried out); 0: never.</summary>
    public int DiesAt { get; set; }

    /// <summary>daemon-reload says it did, and did not.</summary>
    public bool ReloadsNothing { get; set; }

    /// <summary>Transient commands stay running until told.</summary>
    public bool CommandsLast { get; set; }

    /// <summary>Transient commands fail.</summary>
    public bool CommandsFail { get; set; }

    public IEnumerable<string> Verbs => Calls.Select(call => call.Split(' ')).Select(words => words[0] == "systemctl" ? words[1] : words[0]).Where(verb => verb is not ("show" or "list-units"));

    /// <summary>A unit file is installed.</summary>
    public void Install(string unit) => _files.Add(unit);

    public FakeUnit Unit(string name)
    {
        if (!_units.TryGetValue(name, out FakeUnit? unit))
        {
            unit = new(name);
            _units[name] = unit;
        }

        return unit;
    }

    public long Now() => (long)time.GetElapsedTime(0, time.GetTimestamp()).TotalMicroseconds;

    public Task<ProcessAnswer> RunAsync(string program, ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        Calls.Add($"{program} {string.Join(' ', arguments)}");
        if (Calls.Count == DiesAt)
        {
            throw new DaemonDiesException();
        }

        if (Missing)
        {
            return Task.FromResult(new ProcessAnswer(null, "", $"{program} cannot be run: no such file", Missing: true));
        }

        if (Hanging.Contains(arguments[0]))
        {
            return Task.FromResult(new ProcessAnswer(null, "", $"{program} did not end within 5 s"));
        }

        int dashes = arguments.IndexOf("--");
        ImmutableArray<string> names = dashes < 0 ? [] : arguments[(dashes + 1)..];
        return Task.FromResult((program, arguments[0]) switch
        {
            ("systemctl", "show") => new ProcessAnswer(0, Garbage ?? string.Join('\n', names.Select(Show)), ""),
            ("systemctl", "list-units") => new ProcessAnswer(0, List(names), ""),
            ("systemctl", "daemon-reload") => Reload(),
            ("systemctl", "start") => Start(names.Single()),
            ("systemctl", "stop") => Stop(names.Single()),
            ("systemctl", "reset-failed") => Reset(names.Single()),
            ("systemd-run", _) => Run(arguments.Single(a => a.StartsWith("--unit=", StringComparison.Ordinal))["--unit=".Length..]),
            ("journalctl", _) => new ProcessAnswer(0, "loading weights\nCUDA error: out of memory\n", ""),
            _ => new ProcessAnswer(1, "", "unknown verb"),
        });
    }

    private bool Exists(string unit)
    {
        int at = unit.IndexOf('@', StringComparison.Ordinal);
        return _files.Contains(unit) || Unit(unit).Transient || (at > 0 && _files.Contains(unit[..(at + 1)] + ".service"));
    }

    private string Show(string name)
    {
        FakeUnit unit = Unit(name);
        return new StringBuilder()
            .Append($"Id={name}\nLoadState={(Exists(name) ? "loaded" : "not-found")}\nActiveState={unit.ActiveState}\nSubState={unit.SubState}\n")
            .Append($"Result={unit.Result}\nExecMainStatus={unit.ExitStatus}\nNRestarts={unit.Restarts}\n")
            .Append(unit.HasJob ? "Job=77\n" : "")
            .Append($"NeedDaemonReload=no\nDropInPaths={(unit.DropIn is null ? "" : Path.Combine(unitRoot, name + ".d", "50-gpu-optimizer.conf"))}\n")
            .Append($"TimeoutStopUSec={unit.StopTimeout}\nUser={unit.User}\nDynamicUser=no\n")
            .Append($"InactiveExitTimestampMonotonic={unit.LeftInactive}\nActiveEnterTimestampMonotonic={unit.BecameActive}\nInactiveEnterTimestampMonotonic={unit.BecameInactive}\n")
            .ToString();
    }

    private string List(ImmutableArray<string> patterns) =>
        string.Concat(_units.Values.Where(unit => unit.ActiveState != "inactive" && patterns.Any(pattern => unit.Name.StartsWith(pattern[..pattern.IndexOf('*', StringComparison.Ordinal)], StringComparison.Ordinal)))
            .Select(unit => $"{(unit.ActiveState == "failed" ? "● " : "")}{unit.Name} loaded {unit.ActiveState} {unit.SubState} A unit\n"));

    private ProcessAnswer Reload()
    {
        if (!ReloadsNothing)
        {
            foreach (FakeUnit unit in _units.Values)
            {
                string path = Path.Combine(unitRoot, unit.Name + ".d", "50-gpu-optimizer.conf");
                unit.DropIn = File.Exists(path) ? File.ReadAllText(path) : null;
            }
        }

        return new(0, "", "");
    }

    private ProcessAnswer Start(string name)
    {
        FakeUnit unit = Unit(name);
        if (unit.NeverBegins || unit.ActiveState is "active" or "activating")
        {
            return new(0, "", "");
        }

        unit.StartedWith = unit.DropIn;
        unit.LeftInactive = Now();
        unit.Restarts = 0;
        if (unit.WontStart)
        {
            unit.Fail(Now());
        }
        else if (unit.StartsSlowly)
        {
            (unit.ActiveState, unit.SubState) = ("activating", "start");
        }
        else
        {
            unit.Activate(Now());
        }

        return new(0, "", "");
    }

    private ProcessAnswer Stop(string name)
    {
        FakeUnit unit = Unit(name);
        if (unit.WontStop)
        {
            (unit.ActiveState, unit.SubState) = ("deactivating", "stop-sigterm");
        }
        else if (unit.ActiveState is not ("inactive" or "failed"))
        {
            unit.End(Now());
        }

        return new(0, "", "");
    }

    private ProcessAnswer Reset(string name)
    {
        FakeUnit unit = Unit(name);
        unit.ActiveState = unit.ActiveState == "failed" ? "inactive" : unit.ActiveState;
        return new(0, "", "");
    }

    private ProcessAnswer Run(string name)
    {
        FakeUnit unit = Unit(name);
        (unit.Transient, unit.LeftInactive) = (true, Now());
        if (CommandsFail)
        {
            unit.Fail(Now());
        }
        else if (CommandsLast)
        {
            unit.ActiveState = "activating";
        }
        else
        {
            unit.Activate(Now());
        }

        return new(0, "", "");
    }
}
