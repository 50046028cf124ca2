using Optimizer.Host.Cli;

namespace Optimizer.Host;

internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        CommandHandlers handlers = new()
        {
            Run = (request, _) => RefuseAsync(request.Error, "run"),
            Layouts = (request, _) => RefuseAsync(request.Error, "layouts"),
        };
        return CommandLine.InvokeAsync(arguments, handlers, Console.Out, Console.Error, CancellationToken.None);
    }

    private static async Task<int> RefuseAsync(TextWriter error, string verb)
    {
        await error.WriteLineAsync($"gpu-optimizer {verb}: this build has no node to observe");
        return ExitCode.Refused;
    }
}
