namespace Optimizer.Planning.Online;

/// <summary>Spends moves on the requests that take least: a request is moved for when few of the last ones that needed moves were cheaper.</summary>
/// <remarks>
/// The price is what the request takes from those to come: the slices it holds times the seconds it is expected to hold them, times the moves. A move for a
/// long request admits one and turns away several, and then need not have been made. Mutable, not thread safe; remembers the last <see cref="Memory"/> prices.
/// </remarks>
internal sealed class MoveBudget(double share)
{
    /// <summary>Prices remembered. A tenth judges by too few; ten times as many by requests that are no longer alike.</summary>
    internal const int Memory = 1000;

    /// <summary>
    /// Share of the opportunities taken. Each one left makes the next likelier, so this makes a little under half the moves of taking all, for most of what they
    /// gain. Doubled, moves rise by two thirds and what is admitted for each falls: at the same moves a second one per request gained nothing either.
    /// </summary>
    internal const double DefaultShare = 0.24;

    private readonly Queue<double> _prices = [];

    /// <summary>True when the moves are worth it. Remembers the price.</summary>
    internal bool Allows(double price)
    {
        if (_prices.Count == Memory)
        {
            _prices.Dequeue();
        }

        _prices.Enqueue(price);
        return _prices.Count(known => known < price) < share * _prices.Count;
    }
}
