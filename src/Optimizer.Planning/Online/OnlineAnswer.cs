using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>What is done with a request. Closed: the cases below are all there are.</summary>
public abstract record OnlineAnswer
{
    private OnlineAnswer()
    {
    }

    /// <summary>It is placed.</summary>
    /// <param name="Gpu">Number of the GPU in the fleet, from 0.</param>
    /// <param name="Instance">Where on it.</param>
    /// <param name="Moves">Moves to make first, in this order; empty when there is room.</param>
    public sealed record Placed(int Gpu, PlacedInstance Instance, ValueArray<OnlineMove> Moves) : OnlineAnswer;

    /// <summary>It is not placed, and nothing is moved.</summary>
    /// <param name="Reason">Why.</param>
    /// <param name="Sentence">The same for a reader, with figures.</param>
    public sealed record Rejected(OnlineRejection Reason, string Sentence) : OnlineAnswer;
}
