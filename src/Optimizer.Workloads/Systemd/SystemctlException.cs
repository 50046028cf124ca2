namespace Optimizer.Workloads.Systemd;

/// <summary>systemd's tools did not do or say what was asked of them. Never leaves the runtime: its entry points turn it into an outcome.</summary>
internal sealed class SystemctlException(string message, bool touched, bool missing) : Exception(message)
{
    /// <summary>Something may have been changed.</summary>
    public bool Touched { get; } = touched;

    /// <summary>The tool is not on this machine.</summary>
    public bool Missing { get; } = missing;
}
