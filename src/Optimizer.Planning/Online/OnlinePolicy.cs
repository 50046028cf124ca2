using Optimizer.Planning.Online.Rules;

namespace Optimizer.Planning.Online;

/// <summary>A way to place requests that come and go.</summary>
public sealed record OnlinePolicy
{
    /// <summary>Name on the command line.</summary>
    public required string Name { get; init; }

    /// <summary>One sentence for <c>--help</c>.</summary>
    public required string Purpose { get; init; }

    /// <summary>Most moves for one request; 0 where nothing is moved.</summary>
    public int MostMoves { get; init; }

    /// <summary>True for what others do, here to be compared with.</summary>
    public bool IsBaseline { get; init; } = true;

    /// <summary>Makes its rule; null where every instance may be anywhere at any time, which is a bound and no way to place.</summary>
    internal Func<Random, ISeatRule>? Rule { get; init; }

    /// <summary>Share of the opportunities to move that are taken; null takes all.</summary>
    internal double? MoveShare { get; init; }

    /// <summary>Whether an instance may move within its GPU.</summary>
    internal bool MovesWithinGpu { get; init; }

    /// <summary>True when it only says what could be accepted, without places.</summary>
    public bool IsBound => Rule is null;

    /// <summary>A placer without a past.</summary>
    /// <param name="random">Stream of the random policy; others draw nothing from it.</param>
    /// <exception cref="InvalidOperationException">The policy is a bound.</exception>
    public OnlinePlacer CreatePlacer(Random random)
    {
        if (Rule is null)
        {
            throw new InvalidOperationException($"The policy {Name} is a bound and places nothing.");
        }

        ISeatRule rule = Rule(random);
        return new OnlinePlacer(
            this,
            rule,
            MostMoves == 0 ? null : new MoveSearch(rule, MostMoves, MovesWithinGpu),
            MoveShare is double share ? new MoveBudget(share) : null);
    }
}
