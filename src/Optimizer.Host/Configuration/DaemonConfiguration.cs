using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Configuration;

/// <summary>The whole configuration, legal by construction: only <see cref="ConfigurationReader"/> makes one. Compares by value.
/// After a reload (SIGHUP) <see cref="Mode"/>, <see cref="Terms"/> and <see cref="Tenants"/> hold at once for whoever asks anew; the rest at the next start.</summary>
internal sealed record DaemonConfiguration
{
    /// <summary>The file used when none is named.</summary>
    public const string DefaultPath = "/etc/gpu-optimizer/config.yaml";

    /// <summary>Every default.</summary>
    public static DaemonConfiguration Default { get; } = new SettingValues().ToConfiguration();

    /// <summary>How far the daemon goes by itself.</summary>
    public required OperatingMode Mode { get; init; }

    /// <summary>What the operator wants and pays: sections <c>policy</c>, <c>prices</c> and <c>gates</c>.</summary>
    public required PolicyTerms Terms { get; init; }

    /// <summary>Tenants with terms of their own, ordered by name.</summary>
    public required ValueArray<TenantTerms> Tenants { get; init; }

    /// <summary>How the control loop runs.</summary>
    public required ControlConfiguration Control { get; init; }

    /// <summary>Where it serves HTTP.</summary>
    public required ListenAddress Listen { get; init; }

    /// <summary>Absolute path of the file with TLS and users; null serves plain HTTP without them.</summary>
    public required string? WebConfigFile { get; init; }

    /// <summary>Served beyond this machine without TLS and without users.</summary>
    public bool IsOpenToAll => WebConfigFile is null && !System.Net.IPAddress.IsLoopback(Listen.Address);

    /// <summary>Absolute path of the folder for journal and history.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>How the node is read.</summary>
    public required SamplerConfiguration Sampler { get; init; }

    /// <summary>Which groups of readings are taken.</summary>
    public required CollectorConfiguration Collectors { get; init; }

    /// <summary>What <c>/metrics</c> holds.</summary>
    public required MetricsConfiguration Metrics { get; init; }

    /// <summary>How demand is followed and forecast.</summary>
    public required ForecastConfiguration Forecast { get; init; }

    /// <summary>Where workloads are declared.</summary>
    public required WorkloadsConfiguration Workloads { get; init; }

    /// <summary>The Prometheus asked for demand.</summary>
    public required PrometheusConfiguration Prometheus { get; init; }

    /// <summary>Limits of the HTTP server.</summary>
    public required HttpConfiguration Http { get; init; }

    /// <summary>What is logged and how.</summary>
    public required LoggingConfiguration Logging { get; init; }

    /// <summary>Name or absolute path of the NVML library.</summary>
    public required string NvmlLibrary { get; init; }
}
