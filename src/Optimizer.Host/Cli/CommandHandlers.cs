namespace Optimizer.Host.Cli;

/// <summary>What the verbs do that need more than this project's configuration: the seam to the parts. Each answers an <see cref="ExitCode"/>.</summary>
internal sealed record CommandHandlers
{
    /// <summary><c>run</c>: until the token is cancelled.</summary>
    public required Func<RunRequest, CancellationToken, Task<int>> Run { get; init; }

    /// <summary><c>layouts</c>.</summary>
    public required Func<LayoutsRequest, CancellationToken, Task<int>> Layouts { get; init; }

    /// <summary><c>forecast</c>.</summary>
    public required Func<ForecastRequest, CancellationToken, Task<int>> Forecast { get; init; }

    /// <summary><c>backtest</c>.</summary>
    public required Func<BacktestRequest, CancellationToken, Task<int>> Backtest { get; init; }

    /// <summary><c>pack</c>.</summary>
    public required Func<PackRequest, CancellationToken, Task<int>> Pack { get; init; }

    /// <summary><c>status</c>, <c>plan</c>, <c>explain</c>, <c>history</c>, <c>pause</c>, <c>resume</c>, <c>approve</c> and <c>release</c>: what talks to the running daemon.</summary>
    public required Func<OperatorRequest, CancellationToken, Task<int>> Operate { get; init; }

    /// <summary><c>size</c>.</summary>
    public required Func<SizeRequest, CancellationToken, Task<int>> Size { get; init; }

    /// <summary><c>place</c>.</summary>
    public required Func<PlaceRequest, CancellationToken, Task<int>> Place { get; init; }

    /// <summary><c>replay</c>.</summary>
    public required Func<ReplayRequest, CancellationToken, Task<int>> Replay { get; init; }
}
