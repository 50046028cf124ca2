using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Control;
using Optimizer.Host.Http;

namespace Optimizer.Host.Daemon;

/// <summary>What the host runs and shows: the seam to the sampler, the exporter and, later, the loop.</summary>
internal sealed record DaemonParts : IAsyncDisposable
{
    /// <summary>What is served.</summary>
    public required DaemonPages Pages { get; init; }

    /// <summary>
    /// The daemon's work until the token is cancelled. It calls the action after each completed cycle, also of one that found no driver:
    /// that feeds systemd's watchdog. Ending early or throwing stops the daemon with exit code 1. Null serves pages only.
    /// </summary>
    public Func<Action, CancellationToken, Task>? Work { get; init; }

    /// <summary>The control loop, as operators reach it over the control socket; null opens no socket.</summary>
    public IOperator? Operator { get; init; }

    /// <summary>Where the control socket is when control.socket does not say; null: where <see cref="SocketPlaces"/> says for a real node.</summary>
    public string? SocketPath { get; init; }

    /// <summary>Told whether reading the configuration succeeded and when, at start and at each reload.</summary>
    public Action<bool, Instant>? Reloaded { get; init; }

    /// <summary>Frees what the parts hold, after the work has ended; left to the end of the process when the work does not.</summary>
    public Func<ValueTask>? Release { get; init; }

    /// <summary>Given a way to ask for the configuration in force, once it can be reloaded.</summary>
    public Action<Func<DaemonConfiguration>>? Bind { get; init; }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => Release?.Invoke() ?? ValueTask.CompletedTask;
}
