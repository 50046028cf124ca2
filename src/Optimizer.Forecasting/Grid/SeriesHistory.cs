namespace Optimizer.Forecasting.Grid;

/// <summary>The last bins of a series in a ring, addressed by the index of <see cref="BinClock"/>. A missing bin is NaN. Not thread-safe.</summary>
/// <remarks>Memory grows with what is held: 8 bytes a bin, up to the capacity.</remarks>
public sealed class SeriesHistory
{
    private const int FirstSize = 64;

    private double[] _ring;

    /// <summary>An empty history.</summary>
    /// <param name="capacity">Most bins held, missing ones included; at least 1.</param>
    public SeriesHistory(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
        _ring = new double[Math.Min(capacity, FirstSize)];
    }

    /// <summary>Most bins held.</summary>
    public int Capacity { get; }

    /// <summary>Bins held, missing ones included.</summary>
    public int Count { get; private set; }

    /// <summary>Bins held that have a value.</summary>
    public int Known { get; private set; }

    /// <summary>Index of the newest bin; meaningless while <see cref="Count"/> is 0.</summary>
    public long LastIndex { get; private set; }

    /// <summary>Index of the oldest bin held.</summary>
    public long FirstIndex => LastIndex - Count + 1;

    /// <summary>Adds a bin. Bins left out since the last one are missing.</summary>
    /// <param name="index">After <see cref="LastIndex"/>.</param>
    /// <param name="value">The value; NaN when it is missing.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index is not after the last one.</exception>
    public void Append(long index, double value)
    {
        if (Count == 0 || index - LastIndex >= Capacity)
        {
            // Nothing held reaches into the ring that ends at this index.
            ArgumentOutOfRangeException.ThrowIfLessThan(index, Count == 0 ? long.MinValue : LastIndex);
            Count = 0;
            Known = 0;
            LastIndex = index - 1;
        }

        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(index, LastIndex);
        while (LastIndex < index - 1)
        {
            Push(double.NaN);
        }

        Push(value);
    }

    /// <summary>The value of a bin; NaN when it is missing or not held.</summary>
    public double Value(long index) => Count == 0 || index > LastIndex || index < FirstIndex ? double.NaN : _ring[Slot(index)];

    /// <summary>Copies the newest bins, oldest first; what is not held is NaN.</summary>
    public void CopyLast(Span<double> destination)
    {
        for (int i = 0; i < destination.Length; i++)
        {
            destination[i] = Value(LastIndex - destination.Length + 1 + i);
        }
    }

    /// <summary>The newest bins as an array, oldest first.</summary>
    /// <param name="most">Most bins.</param>
    public double[] Last(int most)
    {
        double[] values = new double[Math.Min(most, Count)];
        CopyLast(values);
        return values;
    }

    /// <summary>Writes everything held.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write(Capacity);
        writer.Write(Count);
        writer.Write(LastIndex);
        for (long index = FirstIndex; index <= LastIndex; index++)
        {
            writer.Write(Value(index));
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The state.</param>
    /// <param name="capacity">The capacity expected.</param>
    /// <exception cref="InvalidDataException">It is not that.</exception>
    public static SeriesHistory Load(BinaryReader reader, int capacity)
    {
        SeriesHistory history = new(capacity);
        int savedCapacity = reader.ReadInt32(), count = reader.ReadInt32();
        long last = reader.ReadInt64();
        if (savedCapacity != capacity || count < 0 || count > capacity)
        {
            throw new InvalidDataException($"A history of at most {capacity} bins was expected; the state says {count} of {savedCapacity}.");
        }

        for (int i = 0; i < count; i++)
        {
            double value = reader.ReadDouble();
            if (double.IsInfinity(value))
            {
                throw new InvalidDataException($"Bin {i} of the saved history is not finite.");
            }

            history.Append(last - count + 1 + i, value);
        }

        history.LastIndex = last;
        return history;
    }

    private void Push(double value)
    {
        if (Count == _ring.Length && Count < Capacity)
        {
            Grow();
        }

        LastIndex++;
        int slot = Slot(LastIndex);
        if (Count < Capacity)
        {
            Count++;
        }
        else if (!double.IsNaN(_ring[slot]))
        {
            Known--;
        }

        Known += double.IsNaN(value) ? 0 : 1;
        _ring[slot] = value;
    }

    private void Grow()
    {
        double[] held = Last(Count);
        _ring = new double[(int)Math.Min(Capacity, (long)_ring.Length * 2)];
        for (int i = 0; i < held.Length; i++)
        {
            _ring[Slot(FirstIndex + i)] = held[i];
        }
    }

    private int Slot(long index)
    {
        long slot = index % _ring.Length;
        return (int)(slot < 0 ? slot + _ring.Length : slot);
    }
}
