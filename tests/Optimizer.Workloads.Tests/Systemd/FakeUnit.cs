namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>One unit of <see cref="FakeSystemd"/>, with the faults it can have.</summary>
internal sealed class FakeUnit(string name)
{
    public string Name { get; } = name;

    public string ActiveState { get; set; } = "inactive";

    public string SubState { get; set; } = "dead";

    public string Result { get; set; } = "success";

    public int ExitStatus { get; set; }

    public int Restarts { get; set; }

    public bool HasJob { get; set; }

    public bool Transient { get; set; }

    public string StopTimeout { get; set; } = "1min 30s";

    public string User { get; set; } = "";

    public long LeftInactive { get; set; }

    public long BecameActive { get; set; }

    public long BecameInactive { get; set; }

    /// <summary>As last read.</summary>
    public string? DropIn { get; set; }

    /// <summary>What it was started with.</summary>
    public string? StartedWith { get; set; }

    public bool WontStart { get; set; }

    public bool NeverBegins { get; set; }

    public bool StartsSlowly { get; set; }

    public bool WontStop { get; set; }

    public void Activate(long now) => (ActiveState, SubState, Result, BecameActive) = ("active", "running", "success", now);

    public void Fail(long now) => (ActiveState, SubState, Result, ExitStatus, BecameInactive) = ("failed", "failed", "exit-code", 1, now);

    public void End(long now) => (ActiveState, SubState, BecameInactive) = ("inactive", "dead", now);
}
