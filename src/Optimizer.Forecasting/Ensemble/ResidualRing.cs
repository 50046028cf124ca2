namespace Optimizer.Forecasting.Ensemble;

/// <summary>The last standardised errors of one way to forecast, with their quantiles.</summary>
/// <remarks>
/// Held in half precision: a relative error of 0.05 % of a residual is far below what a hundred of them can tell, and it halves the state. What half precision cannot
/// hold is clipped to its range, so that a spike stays the largest.
/// </remarks>
/// <param name="overlap">Forecasts under way at once: that many neighbouring errors tell about as much as one.</param>
internal sealed class ResidualRing(double overlap)
{
    /// <summary>Most errors held: fewer make the 99 % bound miss (96 covered 0.975 of the values, 160 covered 0.982), more make the state larger.</summary>
    public const int Capacity = 144;

    // How far beyond the largest error a level that no error reaches is put, as a share of the largest's distance from the median.
    private const double Stretch = 0.1;

    private readonly Half[] _ring = new Half[Capacity];
    private readonly Half[] _sorted = new Half[Capacity];
    private int _next;

    /// <summary>Errors held.</summary>
    public int Count { get; private set; }

    /// <summary>Takes an error.</summary>
    public void Add(double error)
    {
        Half value = Narrow(error);
        if (Count == Capacity)
        {
            Remove(_ring[_next]);
        }

        Insert(value);
        _ring[_next] = value;
        _next = (_next + 1) % Capacity;
    }

    /// <summary>Multiplies every error: the unit it is counted in has changed.</summary>
    public void Rescale(double factor)
    {
        for (int i = 0; i < Count; i++)
        {
            // Both orders keep: the factor is positive, and so is the order it leaves.
            _ring[(_next - Count + i + Capacity) % Capacity] = Narrow((double)_ring[(_next - Count + i + Capacity) % Capacity] * factor);
            _sorted[i] = Narrow((double)_sorted[i] * factor);
        }
    }

    /// <summary>Forgets all but the newest.</summary>
    public void Keep(int newest)
    {
        Half[] kept = new Half[Math.Min(newest, Count)];
        for (int i = 0; i < kept.Length; i++)
        {
            kept[i] = _ring[(_next - kept.Length + i + Capacity) % Capacity];
        }

        Count = 0;
        _next = 0;
        foreach (Half value in kept)
        {
            Add((double)value);
        }
    }

    /// <summary>Quantile of the errors; 0 when there is none.</summary>
    /// <param name="level">0 to 1; 1 is beyond the largest.</param>
    /// <param name="caution">Extra distance for what few independent errors cannot tell, as a share of the largest's distance from the median over their number.</param>
    public double Quantile(double level, double caution)
    {
        if (Count == 0)
        {
            return 0;
        }

        double top = (double)_sorted[Count - 1], spread = Math.Abs(top - (double)_sorted[Count / 2]);
        double independent = Math.Max(1, Count / overlap), missing = Math.Clamp((level * (independent + 1)) - independent, 0, 1);
        double extra = caution * missing / independent * spread;
        double position = (level * (Count + 1)) - 1;
        if (position <= 0)
        {
            return (double)_sorted[0] + extra;
        }

        if (position >= Count - 1)
        {
            return top + (Math.Min(position - (Count - 1), 1) * Stretch * spread) + extra;
        }

        int below = (int)position;
        double low = (double)_sorted[below];
        return low + ((position - below) * ((double)_sorted[below + 1] - low)) + extra;
    }

    /// <summary>Writes the errors in order of age.</summary>
    public void Save(BinaryWriter writer)
    {
        writer.Write((ushort)Count);
        for (int i = 0; i < Count; i++)
        {
            writer.Write(_ring[(_next - Count + i + Capacity) % Capacity]);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        int count = reader.ReadUInt16();
        if (count > Capacity)
        {
            throw new InvalidDataException($"{count} residuals where at most {Capacity} are kept.");
        }

        Count = 0;
        _next = 0;
        for (int i = 0; i < count; i++)
        {
            Half value = reader.ReadHalf();
            if (!Half.IsFinite(value))
            {
                throw new InvalidDataException("A saved residual is not finite.");
            }

            Add((double)value);
        }
    }

    private static Half Narrow(double error) => (Half)Math.Clamp(error, (double)Half.MinValue, (double)Half.MaxValue);

    private void Insert(Half value)
    {
        int at = Array.BinarySearch(_sorted, 0, Count, value);
        at = at < 0 ? ~at : at;
        Array.Copy(_sorted, at, _sorted, at + 1, Count - at);
        _sorted[at] = value;
        Count++;
    }

    private void Remove(Half value)
    {
        int at = Array.BinarySearch(_sorted, 0, Count, value);
        Array.Copy(_sorted, at + 1, _sorted, at, Count - at - 1);
        Count--;
    }
}
