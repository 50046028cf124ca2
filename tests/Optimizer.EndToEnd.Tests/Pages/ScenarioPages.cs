using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Optimizer.Exporter.Exposition;
using Optimizer.Host.Observation;
using Optimizer.Node.Observe;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Sessions;
using Optimizer.Nvml.Threading;
using Optimizer.Simulation;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Time;

namespace Optimizer.EndToEnd.Tests.Pages;

/// <summary>The page of a scenario after some seconds of simulated time: sampler, exporter and simulated driver as the daemon wires them, clocks by hand.</summary>
internal static class ScenarioPages
{
    private const ulong Seed = 1;

    // Half a minute: every slow reading has come twice, counters have moved, and what a healthy scenario schedules has happened.
    private const int UsualCycles = 30;

    // The broken node's bad day unfolds between 20 s and 90 s; its last mishap, a slow call, waits on the clock and comes later.
    private const int BrokenCycles = 100;

    // Under what the busy scenarios run, so that something is dropped and counted.
    private const int FewProcesses = 5;

    /// <summary>Seconds of simulated time after which the scenario's page is taken.</summary>
    public static int Cycles(string scenario) => scenario == "broken" ? BrokenCycles : UsualCycles;

    /// <summary>Runs the scenario with a cycle each second and renders its page.</summary>
    /// <param name="scenario">Name of an embedded scenario.</param>
    /// <param name="format">Text or OpenMetrics.</param>
    /// <param name="everything">Also what is off unless the operator asks for it, and a cap that is met.</param>
    public static async Task<string> RenderAsync(string scenario, ExpositionFormat format = ExpositionFormat.Text, bool everything = false)
    {
        ManualTimeProvider time = new();
        ProviderClock clock = new(time);
        using SimulatedNode node = SimulatedNode.Create(Scenario.Load(scenario), Seed, time);
        NvmlSession session = new(node.CreateSymbolSource, new NvmlErrorLedger());
        await using NvmlInlineExecutor executor = new();
        await using NodeSampler sampler = new(
            session,
            executor,
            node.Processes,
            node.Topology,
            new SamplerClocks(clock, time, time),
            new SamplerOptions { EventThread = false, AllPipes = everything },
            NullLogger<NodeSampler>.Instance);
        using MetricsExporter exporter = new(new ExporterOptions
        {
            Build = new BuildInformation("golden", "golden", "golden"),
            AllPipes = everything,
            Processes = everything,
            ProcessSeriesLimit = everything ? FewProcesses : 256,
        });
        exporter.ReportConfigReload(successful: true, clock.GetCurrentInstant());
        for (int cycle = 0; cycle < Cycles(scenario); cycle++)
        {
            exporter.Publish(await sampler.SampleAsync(CancellationToken.None));
            time.Advance(TimeSpan.FromSeconds(1));
        }

        using ExpositionPage page = await exporter.RenderAsync(format, gzip: false, CancellationToken.None);
        return Encoding.UTF8.GetString(page.Body.Span);
    }
}
