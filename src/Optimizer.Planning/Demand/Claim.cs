namespace Optimizer.Planning.Demand;

/// <summary>A rate that something asks for, with the reason.</summary>
/// <param name="Rate">How much.</param>
/// <param name="Basis">Why, one clause.</param>
/// <param name="Source">Kind, one word.</param>
internal readonly record struct Claim(double Rate, string Basis, string Source)
{
    /// <summary>The larger; of equal ones this.</summary>
    internal Claim Or(Claim? other) => other is { } claim && claim.Rate > Rate ? claim : this;
}
