namespace Optimizer.Model.Workloads;

/// <summary>How it is found out that a replica serves. None: what runs it says so (an active unit).</summary>
public abstract record HealthProbe
{
    private HealthProbe()
    {
    }

    /// <summary>A page that answers 200 to 299.</summary>
    /// <param name="Url">Address, http or https, without user name; <c>%i</c> stands for the number of the replica.</param>
    public sealed record Http(string Url) : HealthProbe;

    /// <summary>A command that ends with 0, run by systemd as the workload's own checks would be; <c>%i</c> stands for the number of the replica.</summary>
    /// <param name="Line">Absolute path and arguments, separated by spaces.</param>
    public sealed record Command(string Line) : HealthProbe;
}
