namespace Optimizer.Control.Demand;

/// <summary>What an operator should read about in the log.</summary>
public enum ForecastNoteKind
{
    /// <summary>States of an earlier run were taken over.</summary>
    Restored,

    /// <summary>A saved state is of another method or bin; its series starts anew.</summary>
    OtherMethod,

    /// <summary>A saved state could not be read; its series starts anew.</summary>
    Unreadable,

    /// <summary>A forecaster failed; its series goes on from its last saved state, or starts anew where there is none or it fails too.</summary>
    Failed,

    /// <summary>The state could not be saved; it is tried again at the next interval.</summary>
    NotSaved,

    /// <summary>The clock stepped; samples are refused until it has run evenly for a while.</summary>
    ClockHeld,

    /// <summary>The clock is believed again.</summary>
    ClockBelieved,

    /// <summary>There are more series than are followed.</summary>
    Limit,
}
