namespace Optimizer.Model.Snapshots;

/// <summary>Whether an ECC error was repaired.</summary>
public enum EccSeverity
{
    /// <summary>Single bit, repaired.</summary>
    Corrected,

    /// <summary>Not repaired: data was lost.</summary>
    Uncorrected,
}
