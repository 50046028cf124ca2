using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Optimizer.Node.Tests;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLog<T> : ILogger<T>
{
    public ConcurrentQueue<(int Event, LogLevel Level, string Text)> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue((eventId.Id, logLevel, formatter(state, exception)));
}
