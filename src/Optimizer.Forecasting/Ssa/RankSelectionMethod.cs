namespace Optimizer.Forecasting.Ssa;

/// <summary>How the number of vectors is chosen.</summary>
public enum RankSelectionMethod
{
    /// <summary>The rank that forecasts a held-out tail best, with vectors that have not seen it.</summary>
    Exact,

    /// <summary>The rank that forecasts the tail best with vectors fitted to all of it: one fit fewer, and too kind to high ranks.</summary>
    Fast,

    /// <summary>The rank given.</summary>
    Fixed,
}
