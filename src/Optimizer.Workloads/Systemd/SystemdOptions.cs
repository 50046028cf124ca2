using NodaTime;

namespace Optimizer.Workloads.Systemd;

/// <summary>Where the system is, and how long things may take.</summary>
public sealed record SystemdOptions
{
    /// <summary>Where drop-ins are written; they end with the boot, as layouts of instances do.</summary>
    public string UnitRoot { get; init; } = "/run/systemd/system";

    /// <summary>Where procfs is mounted.</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Where sysfs is mounted.</summary>
    public string SysRoot { get; init; } = "/sys";

    /// <summary>Least time a start may take; three times the declared restart when that is longer. Twice as long, and a plan hangs twice as long on a unit that never gets ready.</summary>
    public Duration StartLimit { get; init; } = Duration.FromSeconds(120);

    /// <summary>Most time a start may take, whatever was declared. Twice as long, and one wrong declaration blocks a node for two hours.</summary>
    public Duration LongestStart { get; init; } = Duration.FromHours(1);

    /// <summary>What is added to the grace before a stop counts as failed: the kill and what the kernel needs to free device memory. Twice as long only delays the alarm.</summary>
    public Duration StopMargin { get; init; } = Duration.FromSeconds(30);

    /// <summary>Longest a checkpoint command may take. Twice as long, and a drain blocks a plan for twenty minutes.</summary>
    public Duration CheckpointLimit { get; init; } = Duration.FromMinutes(10);

    /// <summary>Longest one health check may take. Twice as long, and a page that hangs is asked half as often.</summary>
    public Duration HealthLimit { get; init; } = Duration.FromSeconds(5);
}
