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
}
