namespace Optimizer.Forecasting.Ensemble;

/// <summary>Forecasts of one lead or window that are under way, so that they can be judged when their values are known: true out-of-sample errors, no refitting.</summary>
/// <remarks>
/// Single precision: they are only ever compared with values that are known no better. Shares of a scale are held in half precision: they only rank members.
/// </remarks>
internal sealed class StoredForecasts
{
    private readonly long[] _origins;
    private readonly float[] _numbers;
    private readonly Half[] _shares;
    private readonly int _stride;
    private readonly int _width;
    private readonly int _shareCount;

    /// <param name="steps">The lead or window, bins.</param>
    /// <param name="stride">Bins between two forecasts.</param>
    /// <param name="width">Numbers in a forecast.</param>
    /// <param name="shareCount">Shares in a forecast.</param>
    public StoredForecasts(int steps, int stride, int width, int shareCount = 0)
    {
        (_stride, _width, _shareCount) = (stride, width, shareCount);
        _origins = new long[LeadGrid.Slots(steps)];
        Array.Fill(_origins, -1);
        _numbers = new float[_origins.Length * width];
        _shares = new Half[_origins.Length * shareCount];
    }

    /// <summary>Whether a forecast is stored at this bin.</summary>
    public bool IsDue(long index) => index % _stride == 0;

    /// <summary>Room for the forecast made at a bin; what was there has matured.</summary>
    public Span<float> Put(long origin)
    {
        int slot = Slot(origin);
        _origins[slot] = origin;
        return _numbers.AsSpan(slot * _width, _width);
    }

    /// <summary>The forecast made at a bin; empty when there is none.</summary>
    public ReadOnlySpan<float> Made(long origin) =>
        origin >= 0 && IsDue(origin) && _origins[Slot(origin)] == origin ? _numbers.AsSpan(Slot(origin) * _width, _width) : default;

    /// <summary>The shares beside the numbers of the forecast made at a bin, which is there.</summary>
    public Span<Half> Shares(long origin) => _shares.AsSpan(Slot(origin) * _shareCount, _shareCount);

    /// <summary>Writes all.</summary>
    public void Save(BinaryWriter writer)
    {
        foreach (long origin in _origins)
        {
            writer.Write(origin);
        }

        Numbers.Write(writer, _numbers);
        foreach (Half share in _shares)
        {
            writer.Write(share);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        for (int i = 0; i < _origins.Length; i++)
        {
            _origins[i] = reader.ReadInt64();
        }

        Numbers.Read(reader, _numbers.AsSpan());
        for (int i = 0; i < _shares.Length; i++)
        {
            _shares[i] = reader.ReadHalf();
        }
    }

    private int Slot(long origin) => (int)(origin / _stride % _origins.Length);
}
