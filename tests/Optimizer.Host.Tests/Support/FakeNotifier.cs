using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting.Systemd;

namespace Optimizer.Host.Tests.Support;

/// <summary>Keeps what systemd would be told.</summary>
internal sealed class FakeNotifier : ISystemdNotifier
{
    private readonly ConcurrentQueue<string> _messages = new();

    public IReadOnlyCollection<string> Messages => _messages;

    public bool IsEnabled => true;

    public void Notify(ServiceState state) => _messages.Enqueue(state.ToString());
}
