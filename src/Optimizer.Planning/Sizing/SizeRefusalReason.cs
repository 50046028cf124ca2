namespace Optimizer.Planning.Sizing;

/// <summary>The constraints that can refuse a sizing.</summary>
public enum SizeRefusalReason
{
    /// <summary>A measurement is not possible, or is there twice.</summary>
    BadMeasurement,

    /// <summary>A measurement is of a profile that the GPU does not have.</summary>
    UnknownProfile,

    /// <summary>The terms allow nothing.</summary>
    BadTerms,

    /// <summary>Two services have one name.</summary>
    DuplicateService,

    /// <summary>The rate is zero or negative, or so high that it must be a slip.</summary>
    BadRate,

    /// <summary>The latency limit is zero or negative.</summary>
    BadLatencyLimit,

    /// <summary>The model was never measured.</summary>
    UnknownModel,

    /// <summary>The model runs in no instance with so few processes.</summary>
    NothingRuns,

    /// <summary>No profile is fast enough.</summary>
    LatencyTooLow,
}
