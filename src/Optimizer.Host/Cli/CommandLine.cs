using System.CommandLine;
using System.CommandLine.Parsing;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Cli;

/// <summary>From arguments to exit code.</summary>
internal static class CommandLine
{
    /// <summary>Parses the arguments and runs the verb. A wrong command line answers <see cref="ExitCode.Usage"/> and names the word that is wrong.</summary>
    public static async Task<int> InvokeAsync(string[] arguments, CommandHandlers handlers, TextWriter output, TextWriter error, CancellationToken cancellationToken)
    {
        RootCommand root = CommandTree.Create(handlers, output, error);

        // No response files: "@name" is a legal value, and a file that adds options unseen is a trap in a root shell.
        ParseResult parsed = root.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
        {
            await ExplainAsync(parsed, error);
            return ExitCode.Usage;
        }

        // The host handles SIGTERM itself; the library's own handling would end the process after two seconds.
        InvocationConfiguration invocation = new() { Output = output, Error = error, ProcessTerminationTimeout = null, EnableDefaultExceptionHandler = false };
        return await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static async Task ExplainAsync(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        string name = command is RootCommand ? "gpu-optimizer" : $"gpu-optimizer {command.Name}";
        string[] known = [.. command.Options.Select(o => o.Name), .. command.Subcommands.Select(c => c.Name)];
        foreach (string token in parsed.UnmatchedTokens)
        {
            string kind = token.StartsWith('-') ? "option" : command is RootCommand ? "verb" : "argument";
            string? nearest = kind == "argument" ? null : NearestName.Of(token, known.Where(k => k.StartsWith('-') == token.StartsWith('-')));
            await error.WriteLineAsync($"{name}: unknown {kind} {YamlScalar.Show(token)}{(nearest is null ? "" : $"; did you mean \"{nearest}\"?")}");
        }

        if (command is RootCommand)
        {
            if (parsed.UnmatchedTokens.Count == 0)
            {
                await error.WriteLineAsync($"{name}: the verb is missing, expected one of {string.Join(", ", command.Subcommands.Select(c => c.Name))}");
            }

            await error.WriteLineAsync($"See: {name} --help");
            return;
        }

        // What the library says of an unmatched token is said above, with a suggestion.
        foreach (ParseError problem in parsed.Errors.Where(e => !parsed.UnmatchedTokens.Any(t => string.Equals(e.Message, $"Unrecognized command or argument '{t}'.", StringComparison.Ordinal))))
        {
            await error.WriteLineAsync($"{name}: {problem.Message}");
        }

        await error.WriteLineAsync($"See: {name} --help");
    }
}
