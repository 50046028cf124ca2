using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Planning.Policies;

namespace Optimizer.Host.Cli;

/// <summary>The verb <c>replay</c> with its options.</summary>
internal static class ReplayCommand
{
    /// <summary>What the simulated driver takes. Doubled, a tick that reads all GPUs takes twice as long.</summary>
    private const int MostGpus = 32;

    /// <summary>Below ten seconds a day takes minutes; above ten minutes the loop would see less than the demand files say.</summary>
    private const int LeastTick = 10, MostTick = 600;

    /// <summary>Examples for <c>--help</c>; they run from the root of the repository.</summary>
    public static string[] Examples { get; } =
    [
        "gpu-optimizer replay --services tests/Optimizer.Host.Tests/Replay/Example/services.csv --capacity tests/Optimizer.Host.Tests/Replay/Example/capacity.csv --demand tests/Optimizer.Host.Tests/Replay/Example/demand.csv --gpu a100-80gb --gpus 2 --out replayed",
        "gpu-optimizer replay --services services.csv --capacity capacity.csv --demand demand.csv --gpu a100-80gb --gpus 24 --policy reactive --out replayed-reactive --json",
    ];

    /// <summary>The verb.</summary>
    public static Command Create(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Option<string> services = new("--services") { HelpName = "FILE", Required = true, Description = "Services: CSV with the columns service, model, slo_latency_ms, restart_s (stop to ready) and qos.", CustomParser = Path()! };
        Option<string> capacity = new("--capacity") { HelpName = "FILE", Required = true, Description = "Capacity: CSV with the columns service, profile and requests_per_s, of one instance inside the latency limit. A profile without a row cannot serve it.", CustomParser = Path()! };
        Option<string> demand = new("--demand") { HelpName = "FILE", Required = true, Description = "Demand: CSV with t_s and a column for each service, mean requests per second in the window that starts at t_s.", CustomParser = Path()! };
        Option<string> gpu = new("--gpu") { HelpName = "KEY", Required = true, Description = "GPU model as in layouts.", CustomParser = OptionValue.Parse("a GPU model's key", static text => text.Length == 0 ? null : text)! };
        Option<int?> gpus = new("--gpus") { HelpName = "N", Required = true, Description = $"GPUs of the node, 1 to {MostGpus}.", CustomParser = Whole(1, MostGpus) };
        Option<string> folder = new("--out") { HelpName = "DIR", Required = true, Description = "Folder for summary.csv, windows.csv and decisions.jsonl; made where it does not exist.", CustomParser = Path()! };
        Option<string?> policy = new("--policy") { HelpName = "NAME", Description = $"Policy, in place of the configuration's: {Names}.", CustomParser = OptionValue.Parse<string?>(Explain, static text => PlanningPolicies.Find(text)?.Name) };
        Option<string?> config = new("--config") { HelpName = "FILE", Description = "Configuration whose prices, gates and forecast method hold. Default: the shipped ones. The mode is enforce whatever it says.", CustomParser = Path() };
        Option<int?> tick = new("--tick") { HelpName = "S", Description = $"Simulated seconds between two plans, {LeastTick} to {MostTick} and a divisor of a window. Default: 60.", CustomParser = Whole(LeastTick, MostTick) };
        Option<ulong?> seed = new("--seed") { HelpName = "N", Description = "Seed of the simulated node, a whole number from 0. Default: 1.", CustomParser = OptionValue.Parse<ulong?>("a whole number from 0", static text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null) };
        Option<bool> json = new("--json") { Description = "JSON instead of a table; the files are written all the same." };
        Option<bool> timings = new("--timings") { Description = "Say where the time went.", Hidden = true };
        Command replay = new("replay", "Run the daemon's own loop over days of demand in simulated time.") { services, capacity, demand, gpu, gpus, folder, policy, config, tick, seed, json, timings };
        replay.SetAction((parsed, cancellationToken) => handlers.Replay(
            new ReplayRequest
            {
                Services = parsed.GetRequiredValue(services),
                Capacity = parsed.GetRequiredValue(capacity),
                Demand = parsed.GetRequiredValue(demand),
                Gpu = parsed.GetRequiredValue(gpu),
                Gpus = parsed.GetRequiredValue(gpus)!.Value,
                OutputFolder = parsed.GetRequiredValue(folder),
                Policy = parsed.GetValue(policy),
                Config = parsed.GetValue(config),
                TickSeconds = parsed.GetValue(tick) ?? 60,
                Seed = parsed.GetValue(seed) ?? 1,
                Json = parsed.GetValue(json),
                Timings = parsed.GetValue(timings),
                Output = output,
                Error = error,
            },
            cancellationToken));
        return replay;
    }

    private static string Names => string.Join(", ", PlanningPolicies.All.Select(static policy => policy.Name));

    private static Func<ArgumentResult, string?> Path() => OptionValue.Parse("a path", static text => text.Length == 0 ? null : text);

    private static Func<ArgumentResult, int?> Whole(int least, int most) => OptionValue.Parse<int?>($"a whole number from {least} to {most}", text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null);

    private static string Explain(string written) =>
        $"one of {Names}{(NearestName.Of(written, PlanningPolicies.All.Select(static policy => policy.Name)) is string near ? $"; did you mean \"{near}\"?" : "")}";
}
