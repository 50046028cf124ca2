using Optimizer.Host.Configuration;
using Optimizer.Model.Collections;
using Optimizer.Node.Observe;

namespace Optimizer.Host.Observation;

/// <summary>Maps the configuration to what the sampler takes.</summary>
internal static class SamplerSettings
{
    /// <summary>The sampler's options.</summary>
    public static SamplerOptions From(DaemonConfiguration configuration)
    {
        SamplerConfiguration sampler = configuration.Sampler;
        return new SamplerOptions
        {
            Collectors = Enabled(configuration.Collectors).ToValueArray(),
            SlowPeriod = sampler.SlowPeriod,
            InventoryPeriod = sampler.InventoryPeriod,
            IdleThresholdRatio = sampler.IdleThresholdRatio,
            ExcludedGpus = sampler.ExcludeGpus,
            WatchedXids = sampler.WatchedXids.Select(static xid => (uint)xid).ToValueArray(),
            DriverRetryMin = sampler.DriverRetryMin,
            DriverRetryMax = sampler.DriverRetryMax,
            AllPipes = configuration.Metrics.AllPipes,
        };
    }

    private static IEnumerable<Collector> Enabled(CollectorConfiguration collectors)
    {
        (Collector Collector, bool On)[] all =
        [
            (Collector.Inventory, true),
            (Collector.Mig, collectors.Mig),
            (Collector.Utilization, collectors.Utilization),
            (Collector.Activity, collectors.Activity),
            (Collector.Memory, collectors.Memory),
            (Collector.Power, collectors.Power),
            (Collector.Clocks, collectors.Clocks),
            (Collector.Pcie, collectors.Pcie),
            (Collector.Nvlink, collectors.NvLink),
            (Collector.Reliability, collectors.Reliability),
            (Collector.Processes, collectors.Processes),
            (Collector.Events, collectors.Events),
        ];
        return all.Where(static entry => entry.On).Select(static entry => entry.Collector);
    }
}
