namespace Optimizer.Planning.Capacity;

/// <summary>What the capacity model says of one profile.</summary>
public abstract record CapacityAnswer
{
    private CapacityAnswer()
    {
    }

    /// <summary>A rate with its error.</summary>
    /// <param name="Rate">Predicted rate; positive, in the unit of the known figures.</param>
    /// <param name="RelativeError">0 to 1: of ten workloads the model had never seen, nine served at least Rate x (1 - RelativeError) in a situation like this.</param>
    /// <param name="Known">Known figures it was made from; 1 or more.</param>
    public sealed record Predicted(double Rate, double RelativeError, int Known) : CapacityAnswer;

    /// <summary>Nothing is known that would bear a prediction.</summary>
    /// <param name="Reason">One sentence: what is missing and what would help.</param>
    public sealed record Unknown(string Reason) : CapacityAnswer;

    /// <summary>The workload does not fit the profile's memory.</summary>
    /// <param name="NeededBytes">What it needs.</param>
    /// <param name="ProfileBytes">What the profile has.</param>
    public sealed record TooSmall(ulong NeededBytes, ulong ProfileBytes) : CapacityAnswer;
}
