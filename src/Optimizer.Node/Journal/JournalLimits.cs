using NodaTime;

namespace Optimizer.Node.Journal;

/// <summary>How much a journal keeps. Plans in flight are kept whatever these say.</summary>
public sealed record JournalLimits
{
    /// <summary>Most plans. A node's plan with its inputs takes 3 to 10 KB on disk, so these take up to 50 MB; twice as many, twice that.</summary>
    public int Plans { get; init; } = 5000;

    /// <summary>Longest a plan is kept. Three months cover the longest questions asked of a changed node; doubled, <see cref="Plans"/> decides alone.</summary>
    public Duration Age { get; init; } = Duration.FromDays(90);

    /// <summary>Newest plans, and newest plans that acted, that neither age nor size removes: a wrong clock must not erase what was done. Doubled, the least a journal can shrink to doubles.</summary>
    public int AlwaysKept { get; init; } = 200;

    /// <summary>Most events (refusals, adoptions, quarantines, changes of control and from outside), the newest. A few KB each at most; doubled, twice that.</summary>
    public int Events { get; init; } = 2000;

    /// <summary>Size from which the oldest plans go before their time. Unit: bytes. A fleet's inputs are a hundred times a node's; doubled, checking the file at start takes twice as long.</summary>
    public long Bytes { get; init; } = 256L << 20;
}
