using System.Globalization;
using System.Text;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Services;

namespace Optimizer.Simulation.Workloads;

/// <summary>The Prometheus pages that the scenario's workloads serve.</summary>
internal sealed class WorkloadPages(SimulatedDriver driver)
{
    /// <summary>Name of the counter on every page.</summary>
    public const string Requests = "simulated_requests_total";

    /// <summary>Name of the gauge on every page.</summary>
    public const string Queue = "simulated_queue_length";

    private const string Domain = ".simulated";

    /// <summary>Where a workload's page is. A name that is no host name goes by its place in the scenario.</summary>
    public Uri AddressOf(WorkloadPlan plan) => new($"http://{HostOf(plan)}{Domain}/metrics");

    /// <summary>Where a service's front door is.</summary>
    public Uri AddressOf(ServicePlan plan) => new($"http://{HostOf(plan)}{Domain}/metrics");

    /// <summary>The page at an address; null when nothing answers there: no such workload, or it does not run now.</summary>
    public string? At(Uri address)
    {
        if (address.AbsolutePath != "/metrics")
        {
            return null;
        }

        ServicePlan? service = driver.Plan.Services.FirstOrDefault(plan => string.Equals(HostOf(plan) + Domain, address.Host, StringComparison.OrdinalIgnoreCase));
        if (service is not null)
        {
            return Of(service.Name);
        }

        WorkloadPlan? plan = driver.Plan.Workloads.FirstOrDefault(plan => string.Equals(HostOf(plan) + Domain, address.Host, StringComparison.OrdinalIgnoreCase));
        return plan is null ? null : Of(plan.Name);
    }

    /// <summary>The page of a workload; null when there is no such workload or it does not run now.</summary>
    public string? Of(string workload)
    {
        lock (driver.Sync)
        {
            driver.Advance();
            if (driver.Fleet.Find(workload) is { } service)
            {
                // The front door is there whatever runs behind it, so its counter never starts anew.
                double now = driver.CallTime;
                return Render(workload, Math.Floor(service.Account.Arrivals(0, now)), Math.Round(service.Account.At(now).Queue));
            }

            foreach (SimulatedGpu gpu in driver.Gpus)
            {
                foreach (SimulatedWorkload simulated in driver.WorkloadsOf(gpu))
                {
                    if (simulated.Plan.Name == workload)
                    {
                        return simulated.Resident is null ? null : Render(workload, simulated.Requests(driver.Now), simulated.QueueLength(driver.Now));
                    }
                }
            }

            return null;
        }
    }

    private static string Render(string workload, double requests, double queue)
    {
        string label = workload.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return new StringBuilder()
            .Append("# HELP ").Append(Requests).Append(" Requests received since the start of the process.\n")
            .Append("# TYPE ").Append(Requests).Append(" counter\n")
            .Append(CultureInfo.InvariantCulture, $"{Requests}{{workload=\"{label}\"}} {requests:0}\n")
            .Append("# HELP ").Append(Queue).Append(" Requests waiting.\n")
            .Append("# TYPE ").Append(Queue).Append(" gauge\n")
            .Append(CultureInfo.InvariantCulture, $"{Queue}{{workload=\"{label}\"}} {queue:0}\n")
            .ToString();
    }

    private string HostOf(WorkloadPlan plan) => HostOf(plan.Name, "workload", driver.Plan.Workloads.IndexOf(plan));

    private string HostOf(ServicePlan plan) => HostOf(plan.Name, "service", driver.Plan.Services.IndexOf(plan));

    private static string HostOf(string name, string kind, int place) =>
        Uri.CheckHostName(name) == UriHostNameType.Dns && !name.Contains('.', StringComparison.Ordinal) ? name : string.Create(CultureInfo.InvariantCulture, $"{kind}-{place}");
}
