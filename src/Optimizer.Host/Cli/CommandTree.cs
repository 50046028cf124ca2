using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;
using Optimizer.Host.Configuration;
using Optimizer.Host.Observation;
using Optimizer.Host.Reload;

namespace Optimizer.Host.Cli;

/// <summary>The verbs with their options.</summary>
internal static class CommandTree
{
    /// <summary>The root command.</summary>
    /// <param name="handlers">What the verbs do.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="error">Standard error.</param>
    public static RootCommand Create(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        RootCommand root = new("Exports GPU and MIG readings to Prometheus, forecasts demand, plans layouts and carries them out.") { HelpName = "gpu-optimizer" };
        Command run = Run(handlers, output, error);
        Command check = CheckConfig(output, error);
        Command layouts = Layouts(handlers, output, error);
        Command forecast = ForecastCommands.Forecast(handlers, output, error);
        Command backtest = ForecastCommands.Backtest(handlers, output, error);
        Command pack = PlanningCommands.Pack(handlers, output, error);
        Command size = PlanningCommands.Size(handlers, output, error);
        Command place = PlaceCommand.Create(handlers, output, error);
        Command replay = ReplayCommand.Create(handlers, output, error);
        IReadOnlyList<(Command Verb, string[] Examples)> operating = OperatorCommands.All(handlers, output, error);
        foreach (Command verb in new[] { run, check }.Concat(operating.Select(static one => one.Verb)).Concat([layouts, forecast, backtest, pack, size, place, replay]))
        {
            root.Add(verb);
        }

        Dictionary<Command, string[]> examples = new()
        {
            [root] = ["gpu-optimizer run --simulate dgx-h100", "gpu-optimizer status", "gpu-optimizer check-config /etc/gpu-optimizer/config.yaml", "gpu-optimizer layouts --gpu h100-80gb-sxm --maximal"],
            [run] =
            [
                "gpu-optimizer run --config /etc/gpu-optimizer/config.yaml",
                "gpu-optimizer run --simulate dgx-h100 --listen 127.0.0.1:9838",
                "gpu-optimizer run --simulate broken --speed 60 --seed 7",
                "gpu-optimizer run --simulate node.yaml --units --config rehearsal.yaml --state /var/lib/rehearsal",
            ],
            [check] = ["gpu-optimizer check-config /etc/gpu-optimizer/config.yaml"],
            [forecast] =
            [
                "gpu-optimizer forecast --input requests.csv --steps 72 --bin 300 --output next-6h.csv",
                "gpu-optimizer forecast --input sm-activity.csv --steps 60 --bin 60 --cap 7 --output next-hour.csv --json",
            ],
            [backtest] =
            [
                "gpu-optimizer backtest --input requests.csv",
                "gpu-optimizer backtest --input traces/ --origins 48 --csv scores.csv",
                "gpu-optimizer backtest --input requests.csv --method ensemble,seasonal-naive --svg requests.svg",
            ],
            [pack] = PlanningCommands.PackExamples,
            [size] = PlanningCommands.SizeExamples,
            [place] = PlaceCommand.Examples,
            [replay] = ReplayCommand.Examples,
            [layouts] = ["gpu-optimizer layouts --gpu a100-40gb", "gpu-optimizer layouts --gpu h100-80gb-sxm --maximal --json"],
        };
        foreach ((Command verb, string[] lines) in operating)
        {
            examples[verb] = lines;
        }

        Describe(root, examples, output);
        return root;
    }

    // The library's own options speak of themselves in its words.
    private static void Describe(RootCommand root, Dictionary<Command, string[]> examples, TextWriter output)
    {
        foreach (Option option in root.Options)
        {
            switch (option)
            {
                case HelpOption help:
                    help.Description = "Show help and examples.";
                    help.Action = new HelpWithExamples(new HelpAction { MaxWidth = 100 }, examples, output);
                    break;
                case VersionOption version:
                    version.Description = "Show the version.";
                    version.Action = new ShowVersion(output);
                    break;
                default:
                    break;
            }
        }
    }

    private static Command Run(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Option<string?> config = new("--config") { HelpName = "FILE", Description = $"Configuration file. Without it {DaemonConfiguration.DefaultPath} is read where it exists.", CustomParser = Word("a path") };
        Option<string?> simulate = new("--simulate") { HelpName = "NAME", Description = "Observe a simulated node instead of this one: a scenario's name or file. Needs no GPU and no root.", CustomParser = Word("a scenario's name or file") };
        (Option<double?> speed, Option<ulong?> seed) = Simulation();
        Option<bool> units = new("--units")
        {
            Description = "Rehearse: simulate only the GPUs, and run the workloads declared in workloads.directory as this machine's systemd units. Needs root. The mode is the configuration's. Only with --simulate.",
        };
        Option<ListenAddress?> listen = new("--listen")
        {
            HelpName = "ADDRESS:PORT",
            Description = "Address and port of the HTTP server, in place of the file's.",
            CustomParser = OptionValue.Parse<ListenAddress?>(ListenAddress.Legal, text => ListenAddress.TryParse(text, out ListenAddress value) ? value : null),
        };
        Option<string?> state = new("--state") { HelpName = "DIR", Description = "Folder for what must survive a restart, in place of the file's.", CustomParser = Word("a path") };
        Option<string?> socket = new("--socket") { HelpName = "PATH", Description = "Control socket, in place of the file's.", CustomParser = Word("a path") };
        Command run = new("run", "Run the daemon until it is told to stop; prints the addresses it serves.") { config, simulate, units, speed, seed, listen, state, socket };
        run.Validators.Add(result =>
        {
            bool simulated = result.GetResult(simulate) is not null; // its value may be wrong, and asking for a wrong value throws
            foreach (Option option in new Option[] { units, speed, seed })
            {
                if (!simulated && result.GetResult(option) is { Implicit: false })
                {
                    result.AddError($"{option.Name} needs --simulate: it says how the simulation runs");
                }
            }
        });
        run.SetAction((parsed, cancellationToken) =>
        {
            ConfigurationSource source = new()
            {
                Path = parsed.GetValue(config),
                Listen = parsed.GetValue(listen),
                StateDirectory = parsed.GetValue(state) is string folder ? Path.GetFullPath(folder) : null,
                Socket = parsed.GetValue(socket) is string path ? Path.GetFullPath(path) : null,
            };
            RunRequest request = new(source, parsed.GetValue(simulate), parsed.GetValue(speed), parsed.GetValue(seed), parsed.GetValue(units), output, error);
            return handlers.Run(request, cancellationToken);
        });
        return run;
    }

    private static (Option<double?> Speed, Option<ulong?> Seed) Simulation()
    {
        Option<double?> speed = new("--speed")
        {
            HelpName = "X",
            Description = "Simulated seconds per second, 0.01 to 10000. Only with --simulate. Above 600 there is no forecasting.",
            CustomParser = OptionValue.Parse<double?>("a number from 0.01 to 10000", text =>
                double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value is >= 0.01 and <= 10000 ? value : null),
        };
        Option<ulong?> seed = new("--seed")
        {
            HelpName = "N",
            Description = "Seed of the simulation, a whole number from 0. Only with --simulate.",
            CustomParser = OptionValue.Parse<ulong?>("a whole number from 0", text => ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null),
        };
        return (speed, seed);
    }

    private static Func<ArgumentResult, string?> Word(string legal) => OptionValue.Parse(legal, text => text.Length == 0 ? null : text);

    private static Command CheckConfig(TextWriter output, TextWriter error)
    {
        Argument<string> file = new("FILE") { Description = "The configuration file. The web configuration and the folder of workloads it names are checked too." };
        Command check = new("check-config", "Check a configuration file and show every error at once.") { file };
        check.SetAction(parsed => CheckConfigVerb.Run(parsed.GetRequiredValue(file), output, error, new ProviderClock(TimeProvider.System).GetCurrentInstant()));
        return check;
    }

    private static Command Layouts(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Option<string> gpu = new("--gpu") { HelpName = "KEY", Required = true, Description = "GPU model, for example h100-80gb-sxm." };
        Option<bool> maximal = new("--maximal") { Description = "Only layouts to which nothing can be added." };
        Option<bool> json = new("--json") { Description = "JSON instead of a table." };
        Command layouts = new("layouts", "List the legal MIG layouts of a GPU model.") { gpu, maximal, json };
        layouts.SetAction((parsed, cancellationToken) => handlers.Layouts(
            new LayoutsRequest(parsed.GetRequiredValue(gpu), parsed.GetValue(maximal), parsed.GetValue(json), output, error), cancellationToken));
        return layouts;
    }
}
