namespace Optimizer.Planning.Power;

/// <summary>How far a power curve rests on measurements.</summary>
public enum PowerStanding
{
    /// <summary>Hardly anything was measured: it is the assumption of the GPU model.</summary>
    Assumed,

    /// <summary>Measured, but not at loads far enough apart to be sure of idle and full load.</summary>
    Refined,

    /// <summary>Measured well enough that full load is known to within a twentieth.</summary>
    Fitted,
}
