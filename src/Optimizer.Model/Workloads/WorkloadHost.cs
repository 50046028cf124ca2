namespace Optimizer.Model.Workloads;

/// <summary>What runs a declared workload.</summary>
public abstract record WorkloadHost
{
    private WorkloadHost()
    {
    }

    /// <summary>A systemd service.</summary>
    /// <param name="Unit">Unit name, for example <c>chat.service</c>, or a template, <c>chat@.service</c>, which stands for all its instances. Without a suffix, <c>.service</c> is meant.</param>
    public sealed record Systemd(string Unit) : WorkloadHost;

    /// <summary>A job, container or pod under the name the node shows it by.</summary>
    /// <param name="Name">As in <see cref="Snapshots.WorkloadUse.Name"/>: <c>job-ID</c>, container id (12 digits) or pod uid.</param>
    public sealed record Observed(string Name) : WorkloadHost;
}
