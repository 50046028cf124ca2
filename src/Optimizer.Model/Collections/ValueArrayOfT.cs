using System.Collections;
using System.Runtime.CompilerServices;

namespace Optimizer.Model.Collections;

/// <summary>An immutable array that compares element by element, so that records holding one compare by value.</summary>
/// <remarks>The default value is the empty array. Order is part of the value; every property of this type states its order.</remarks>
/// <typeparam name="T">Element type; its own equality decides.</typeparam>
[CollectionBuilder(typeof(ValueArray), nameof(ValueArray.Create))]
public readonly struct ValueArray<T> : IReadOnlyList<T>, IEquatable<ValueArray<T>>
{
    private readonly T[]? _items;

    internal ValueArray(T[] items)
    {
        _items = items;
    }

    /// <summary>Number of elements.</summary>
    public int Count => _items?.Length ?? 0;

    /// <summary>True when there is no element.</summary>
    public bool IsEmpty => Count == 0;

    /// <summary>The elements, without copying.</summary>
    public ReadOnlySpan<T> Span => _items;

    /// <inheritdoc/>
    public T this[int index] => Span[index];

    /// <summary>Compares element by element.</summary>
    public static bool operator ==(ValueArray<T> left, ValueArray<T> right) => left.Equals(right);

    /// <summary>Compares element by element.</summary>
    public static bool operator !=(ValueArray<T> left, ValueArray<T> right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(ValueArray<T> other)
    {
        if (ReferenceEquals(_items, other._items))
        {
            return true;
        }

        return Span.SequenceEqual(other.Span, EqualityComparer<T>.Default);
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is ValueArray<T> other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (T item in Span)
        {
            hash.Add(item);
        }

        return hash.ToHashCode();
    }

    /// <summary>Enumerates without allocating.</summary>
    public ReadOnlySpan<T>.Enumerator GetEnumerator() => Span.GetEnumerator();

    /// <inheritdoc/>
    IEnumerator<T> IEnumerable<T>.GetEnumerator() => ((IEnumerable<T>)(_items ?? [])).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => (_items ?? []).GetEnumerator();

    /// <summary>The elements in brackets, for messages and failing tests.</summary>
    public override string ToString() => $"[{string.Join(", ", _items ?? [])}]";
}
