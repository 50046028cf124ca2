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
    /// Share of the opportunities taken. Each one left makes the next likelier, so this makes about four tenths of the moves of taking all, for most of what they gain: the
    /// largest hundredth with which three seeds, give or take their deviation, stay below half of the published moves at each load. Doubled, moves rise by two thirds and
    /// what is admitted for each falls: at the same moves a second one per request gained nothing either.
    /// </summary>
    internal const double DefaultShare = 0.21;

    private readonly Queue<(double Price, bool Taken)> _offers = [];

    /// <summary>True when the moves are worth it. Remembers the price.</summary>
    internal bool Allows(double price)
    {
        if (_offers.Count == Memory)
        {
            _offers.Dequeue();
        }

        // Of equal prices the share is taken too: without classes all are much alike, and "none was cheaper" would always hold.
        int before = _offers.Count(known => known.Price < price || (known.Taken && known.Price <= price));
        bool taken = before < share * (_offers.Count + 1);
        _offers.Enqueue((price, taken));
        return taken;
    }
}
