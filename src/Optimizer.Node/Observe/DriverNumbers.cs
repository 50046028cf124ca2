namespace Optimizer.Node.Observe;

/// <summary>Numbers as drivers give them, before anybody vouched for them.</summary>
internal static class DriverNumbers
{
    /// <summary>The number as an int; the largest int for anything beyond, which no count or placement can be.</summary>
    public static int Clamped(this uint number) => (int)Math.Min(number, int.MaxValue);
}
