namespace Optimizer.Model.Collections;

/// <summary>Builds <see cref="ValueArray{T}"/>; also what collection expressions call.</summary>
public static class ValueArray
{
    /// <summary>Copies the items.</summary>
    public static ValueArray<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());

    /// <summary>Copies the sequence.</summary>
    public static ValueArray<T> ToValueArray<T>(this IEnumerable<T> items) => new([.. items]);
}
