namespace Optimizer.Model.Snapshots;

/// <summary>Over which time ECC errors are counted.</summary>
public enum EccScope
{
    /// <summary>Since driver load.</summary>
    Volatile,

    /// <summary>The board's whole life.</summary>
    Lifetime,
}
