namespace Optimizer.Model.Demand;

/// <summary>Why a demand sample was not taken. The names in snake case are label values.</summary>
public enum SampleRefusal
{
    /// <summary>Its bin is already complete: late or out of order.</summary>
    Late,

    /// <summary>Its time is later than now by more than a bin.</summary>
    Future,

    /// <summary>The clock had stepped and was not yet believed.</summary>
    ClockStep,

    /// <summary>Not finite, negative, or without a name.</summary>
    Invalid,

    /// <summary>Of a series beyond the most that are followed.</summary>
    Limit,
}
