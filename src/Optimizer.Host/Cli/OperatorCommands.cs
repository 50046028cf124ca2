using System.CommandLine;
using System.Globalization;
using Optimizer.Host.Control;

namespace Optimizer.Host.Cli;

/// <summary>The verbs that talk to the running daemon, with their options.</summary>
internal static class OperatorCommands
{
    /// <summary>The verbs with the examples of their help, in the order of the help.</summary>
    public static IReadOnlyList<(Command Verb, string[] Examples)> All(CommandHandlers handlers, TextWriter output, TextWriter error) =>
    [
        (Simple(handlers, output, error, OperatorVerb.Status, "status", "Show the running daemon: mode, what holds it, the plan in flight, GPUs with who is on them, last decisions."),
            ["gpu-optimizer status", "gpu-optimizer status --json", "gpu-optimizer status --socket /tmp/gpu-optimizer-1000/control.sock"]),
        (Simple(handlers, output, error, OperatorVerb.Plan, "plan", "Show the newest plan and how far it is."), ["gpu-optimizer plan", "gpu-optimizer plan --json"]),
        (Explain(handlers, output, error), ["gpu-optimizer explain", "gpu-optimizer explain 42", "gpu-optimizer explain 42 --json"]),
        (History(handlers, output, error), ["gpu-optimizer history", "gpu-optimizer history --most 100 --acted", "gpu-optimizer history --json"]),
        (Pause(handlers, output, error), ["gpu-optimizer pause --reason \"driver upgrade\""]),
        (Simple(handlers, output, error, OperatorVerb.Resume, "resume", "Let the daemon go on as configured: after a pause, after it lowered its mode by itself, after a layout was changed from outside."), ["gpu-optimizer resume"]),
        (Approve(handlers, output, error), ["gpu-optimizer plan", "gpu-optimizer approve 42"]),
        (Release(handlers, output, error), ["gpu-optimizer release GPU-5ee1de9f-1a2b-4c3d-8e4f-0123456789ab"]),
    ];

    private static Command Simple(CommandHandlers handlers, TextWriter output, TextWriter error, OperatorVerb verb, string name, string description)
    {
        Common common = new();
        Command command = new(name, description) { common.Json, common.Socket };
        command.SetAction((parsed, token) => handlers.Operate(common.Request(parsed, verb, output, error), token));
        return command;
    }

    private static Command Explain(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Common common = new();
        Argument<long?> id = Generation("Number of the plan, as history shows it. Default: the newest that did something, or waits for approval.");
        id.Arity = ArgumentArity.ZeroOrOne;
        Command command = new("explain", "Explain one plan: what it decided and why, what else was considered, and how its steps went.") { id, common.Json, common.Socket };
        command.SetAction((parsed, token) => handlers.Operate(common.Request(parsed, OperatorVerb.Explain, output, error) with { Generation = parsed.GetValue(id) }, token));
        return command;
    }

    private static Command History(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Common common = new();
        Option<int?> most = new("--most")
        {
            HelpName = "N",
            Description = $"Most plans shown, 1 to {HistoryQuery.Limit}. Default: {HistoryQuery.DefaultMost}.",
            CustomParser = OptionValue.Parse<int?>($"a whole number from 1 to {HistoryQuery.Limit}", text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= HistoryQuery.Limit ? value : null),
        };
        Option<bool> acted = new("--acted") { Description = "Only plans that were carried out, or begun." };
        Command command = new("history", "List the plans made, newest first.") { most, acted, common.Json, common.Socket };
        command.SetAction((parsed, token) => handlers.Operate(
            common.Request(parsed, OperatorVerb.History, output, error) with { Most = parsed.GetValue(most) ?? HistoryQuery.DefaultMost, ActedOnly = parsed.GetValue(acted) }, token));
        return command;
    }

    private static Command Pause(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Common common = new();
        Option<string?> reason = new("--reason")
        {
            HelpName = "TEXT",
            Description = "Why, for whoever looks next.",
            CustomParser = OptionValue.Parse<string>("one line of at most 500 characters", text => text.Length is > 0 and <= 500 && !text.Any(char.IsControl) ? text : null),
        };
        Command command = new("pause", "Begin nothing from now on. A plan that has begun goes on only until every workload has what it had; readings, metrics and forecasts go on.") { reason, common.Json, common.Socket };
        command.SetAction((parsed, token) => handlers.Operate(common.Request(parsed, OperatorVerb.Pause, output, error) with { Reason = parsed.GetValue(reason) }, token));
        return command;
    }

    private static Command Approve(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Common common = new();
        Argument<long?> id = Generation("Number of the proposed plan, as plan shows it.");
        Command command = new("approve", "Let the daemon carry out the plan it proposes, in the mode approve.") { id, common.Json, common.Socket };
        command.SetAction((parsed, token) => handlers.Operate(common.Request(parsed, OperatorVerb.Approve, output, error) with { Generation = parsed.GetValue(id) }, token));
        return command;
    }

    private static Command Release(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Common common = new();
        Argument<string> gpu = new("GPU")
        {
            Description = "UUID of the GPU, as status shows it.",
            CustomParser = OptionValue.Parse<string>("the UUID of a GPU, GPU-...", text =>
                text.Length is > 4 and <= 96 && text.StartsWith("GPU-", StringComparison.Ordinal) && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : null)!,
        };
        Command command = new("release", "Use a GPU again that was left alone after trouble. Look at it first: status says what happened.") { gpu, common.Json, common.Socket };
        command.SetAction((parsed, token) => handlers.Operate(common.Request(parsed, OperatorVerb.Release, output, error) with { Gpu = parsed.GetValue(gpu) }, token));
        return command;
    }

    private static Argument<long?> Generation(string description) => new("ID")
    {
        Description = description,
        CustomParser = OptionValue.Parse<long?>("the number of a plan, from 1", text =>
            long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 ? value : null),
        Arity = ArgumentArity.ExactlyOne,
    };

    /// <summary>The options of each of these verbs.</summary>
    private sealed class Common
    {
        public Option<bool> Json { get; } = new("--json") { Description = "The daemon's answer as JSON." };

        public Option<string?> Socket { get; } = new("--socket")
        {
            HelpName = "PATH",
            Description = $"Control socket of the daemon. Default: the environment's {Operating.ControlClient.Variable}, else {SocketPlaces.System}, else that of a daemon of your own.",
            CustomParser = OptionValue.Parse<string>("a path", text => text.Length > 0 ? text : null),
        };

        public OperatorRequest Request(ParseResult parsed, OperatorVerb verb, TextWriter output, TextWriter error) => new()
        {
            Verb = verb,
            Json = parsed.GetValue(Json),
            Socket = parsed.GetValue(Socket) is string path ? Path.GetFullPath(path) : null,
            Output = output,
            Error = error,
        };
    }
}
