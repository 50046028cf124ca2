namespace Optimizer.Model.Demand;

/// <summary>How much a forecaster has to go on. The planner may refuse to shrink a workload that is cold.</summary>
public enum ForecastState
{
    /// <summary>Fewer than 30 bins: bounds come from a prior.</summary>
    Cold,

    /// <summary>No second day yet: short windows only.</summary>
    Warming,

    /// <summary>A day and its repetition are known.</summary>
    Daily,

    /// <summary>A week and its repetition are known.</summary>
    Weekly,
}
