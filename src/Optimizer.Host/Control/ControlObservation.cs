using NodaTime;
using Optimizer.Control.Loop;
using Optimizer.Host.Configuration;
using Optimizer.Model.Acting;
using Optimizer.Node.Observe;

namespace Optimizer.Host.Control;

/// <summary>The loop as a running thing beside the sampler: ticks at its period, and at once while a plan in flight makes progress.</summary>
internal sealed partial class ControlObservation(
    ControlLoop loop, Func<ControlConfiguration> options, SamplerClocks clocks, Func<ValueTask> release, ILogger<ControlObservation> log, Func<CancellationToken, Task>? first = null)
    : IAsyncDisposable
{
    /// <summary>Between two looks at something that takes time: a drain, a start. Doubled, every move takes up to a second longer.</summary>
    private static readonly Duration WhileWaiting = Duration.FromSeconds(1);

    /// <summary>Ticks in a row without a pause. A plan has far fewer steps; a fault that claims progress for ever must not take a core.</summary>
    private const int MostInARow = 500;

    private readonly HashSet<(Interlock, string)> _said = [];
    private long _loggedPlan;
    private PlanLife? _loggedLife;

    /// <summary>The loop.</summary>
    public ControlLoop Loop => loop;

    /// <summary>Runs until cancelled; the step in hand ends first. Never throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        int inARow = 0;
        try
        {
            await (first?.Invoke(cancellationToken) ?? Task.CompletedTask);
            while (!cancellationToken.IsCancellationRequested)
            {
                TickRecord tick = await loop.TickAsync(cancellationToken);
                Say(tick);
                inARow = tick.More ? inARow + 1 : 0;
                if (tick.More && inARow < MostInARow)
                {
                    continue;
                }

                bool waits = tick.Plan?.Life is PlanLife.Acting or PlanLife.Unwinding;
                await Task.Delay((waits ? Duration.Min(WhileWaiting, options().Period) : options().Period).ToTimeSpan(), clocks.Elapsed, cancellationToken);
            }
        }
        catch (OperationCanceledException)
        {
            // Told to stop: what was begun is in the journal, and the next process goes on with it.
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        loop.Dispose();
        await release();
    }
}
