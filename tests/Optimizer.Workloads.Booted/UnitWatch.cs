using System.Collections.Immutable;

namespace Optimizer.Workloads.Booted;

/// <summary>Looks at the replicas over and over: whether something served at every moment cannot be told from before and after.</summary>
internal sealed class UnitWatch(Tools tools) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _looking = Task.CompletedTask;

    /// <summary>Fewest that served at once.</summary>
    public int Fewest { get; private set; } = int.MaxValue;

    /// <summary>Most that served at once.</summary>
    public int Most { get; private set; }

    public UnitWatch Begin()
    {
        _looking = LookAsync();
        return this;
    }

    /// <summary>Ends it; what it saw stays.</summary>
    public async Task EndAsync()
    {
        await _stop.CancelAsync();
        await _looking;
    }

    public void Dispose() => _stop.Dispose();

    private async Task LookAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            ImmutableArray<string> active = await tools.ServingAsync();
            Fewest = Math.Min(Fewest, active.Length);
            Most = Math.Max(Most, active.Length);
            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System);
        }
    }
}
