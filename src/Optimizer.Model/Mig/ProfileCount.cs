namespace Optimizer.Model.Mig;

/// <summary>A number of instances of one profile.</summary>
/// <param name="Profile">Profile name without the leading "MIG ".</param>
/// <param name="Count">Number of instances.</param>
public sealed record ProfileCount(string Profile, int Count)
{
    /// <summary>For example <c>4 x 1g.10gb</c>.</summary>
    public override string ToString() => $"{Count} x {Profile}";
}
