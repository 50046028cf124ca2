using System.Collections.Immutable;

namespace Optimizer.Workloads.Systemd;

/// <summary>Runs a program to its end: the one way in which this project reaches outside its own process and files.</summary>
public interface IProcessRunner
{
    /// <summary>Runs it without a shell, in the C locale, for a bounded time and a bounded amount of output.</summary>
    /// <param name="program">Name, looked up on the path.</param>
    /// <param name="arguments">Arguments, each passed as it is.</param>
    /// <param name="cancellationToken">Gives up; the program is ended.</param>
    /// <returns>Also for a program that is not there or does not end: it throws for a cancelled token only.</returns>
    Task<ProcessAnswer> RunAsync(string program, ImmutableArray<string> arguments, CancellationToken cancellationToken);
}
