namespace Optimizer.Planning.Demand;

/// <summary>Which way a reading of demand points.</summary>
public enum DemandDirection
{
    /// <summary>There is too little capacity for what may come soon.</summary>
    Rise,

    /// <summary>There is enough, and not so much that giving some up would last.</summary>
    Keep,

    /// <summary>There is more than the horizon needs.</summary>
    Fall,
}
