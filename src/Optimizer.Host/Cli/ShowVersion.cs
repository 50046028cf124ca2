using System.CommandLine;
using System.CommandLine.Invocation;
using Optimizer.Host.Http;

namespace Optimizer.Host.Cli;

/// <summary>Prints the version of this build, whatever process hosts it.</summary>
internal sealed class ShowVersion(TextWriter output) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        output.WriteLine($"gpu-optimizer {ProductVersion.Text}");
        return ExitCode.Ok;
    }
}
