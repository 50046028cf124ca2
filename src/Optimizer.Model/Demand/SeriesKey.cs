namespace Optimizer.Model.Demand;

/// <summary>Identity of one demand series over the life of the node.</summary>
/// <param name="Scope">Whose demand.</param>
/// <param name="Name">Workload name, class or GPU UUID; never empty.</param>
/// <param name="Signal">What is measured.</param>
public readonly record struct SeriesKey(SeriesScope Scope, string Name, DemandSignal Signal) : IComparable<SeriesKey>
{
    /// <summary>Orders by scope, name (ordinal), signal.</summary>
    public int CompareTo(SeriesKey other)
    {
        int byScope = Scope.CompareTo(other.Scope);
        int byName = byScope != 0 ? byScope : string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : Signal.CompareTo(other.Signal);
    }

    /// <summary>Less than.</summary>
    public static bool operator <(SeriesKey left, SeriesKey right) => left.CompareTo(right) < 0;

    /// <summary>Less than or equal.</summary>
    public static bool operator <=(SeriesKey left, SeriesKey right) => left.CompareTo(right) <= 0;

    /// <summary>Greater than.</summary>
    public static bool operator >(SeriesKey left, SeriesKey right) => left.CompareTo(right) > 0;

    /// <summary>Greater than or equal.</summary>
    public static bool operator >=(SeriesKey left, SeriesKey right) => left.CompareTo(right) >= 0;
}
