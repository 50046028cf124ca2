using NodaTime;
using Optimizer.Host.Cli;
using Optimizer.Host.Configuration;
using Optimizer.Host.Daemon;
using Optimizer.Host.Demand;
using Optimizer.Host.Systemd;
using Optimizer.Model.Acting;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.Host.Observation;

/// <summary>The verb <c>run</c>: the daemon on this node or on a simulated one.</summary>
internal static class RunVerb
{
    // A simulation without --seed is the same node each time, so that what one person sees another can look at.
    private const ulong DefaultSeed = 1;

    /// <summary>Runs until told to stop.</summary>
    public static async Task<int> RunAsync(RunRequest request, CancellationToken cancellationToken)
    {
        Scenario? scenario = null;
        if (request.Simulate is string name)
        {
            try
            {
                scenario = Scenario.Load(name);
            }
            catch (ScenarioException refusal)
            {
                await request.Error.WriteLineAsync($"gpu-optimizer run: {refusal.Message}");
                return ExitCode.Refused;
            }
        }

        TimeProvider time = TimeProvider.System;
        ProviderClock clock = new(time);
        DaemonStart start = new()
        {
            Source = request.Source,
            MakeParts = (configuration, loggers) => Make(request, scenario, configuration, time, clock, loggers).Parts,
            Output = request.Output,
            Error = request.Error,
            Time = time,
            Clock = clock,
            Watchdog = WatchdogTimeout.FromEnvironment(),
        };
        if (scenario is not null)
        {
            await request.Output.WriteLineAsync($"Simulating {scenario.Name}: {scenario.Title}");
        }

        return await DaemonRunner.RunAsync(start, cancellationToken);
    }

    private static NodeObservation Make(
        RunRequest request, Scenario? scenario, DaemonConfiguration configuration, TimeProvider time, IClock clock, ILoggerFactory loggers)
    {
        // A simulated node leaves nothing behind unless it is given a place for it: the default place belongs to the real one.
        bool keepsState = scenario is null || request.Source.StateDirectory is not null;
        ObservedNode node = scenario is null
            ? ObservedNode.Real(configuration, time, clock)
            : ObservedNode.Simulate(
                scenario, request.Seed ?? DefaultSeed, request.Speed ?? 1, time, keepsState ? SimulatedClockFile.In(configuration.StateDirectory).Read() : null,
                request.Units ? new Rehearsal(Rehearsal.Place) : null);
        // A simulation is there to be watched at work; a configuration named on the command line has its own mode, and so has whoever's units would be stopped.
        bool acts = scenario is not null && request.Source.Path is null && !request.Units;
        return new NodeObservation(node, configuration, keepsState, loggers, acts ? static given => given with { Mode = OperatingMode.Enforce } : null);
    }
}
