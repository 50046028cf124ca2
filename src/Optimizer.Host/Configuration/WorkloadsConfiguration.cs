using NodaTime;

namespace Optimizer.Host.Configuration;

/// <summary>Where workloads are declared and how their own metrics are read. Section <c>workloads</c>.</summary>
/// <param name="Directory">Absolute path of the folder whose <c>*.yaml</c> files declare workloads. A folder that is not there declares none.</param>
/// <param name="ScrapeTimeout">How long a workload's metrics page may take to answer.</param>
internal sealed record WorkloadsConfiguration(string Directory, Duration ScrapeTimeout);
