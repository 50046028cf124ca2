namespace Optimizer.Forecasting.Ensemble;

/// <summary>Exponential levels of a series and what is usual for it; each O(1) per bin.</summary>
/// <remarks>A missing bin moves nothing. A spike enters the levels clipped, unless it stays: then it is the new level.</remarks>
internal sealed class Levels
{
    /// <summary>Shares a new value has in the levels, fastest first.</summary>
    internal static readonly double[] Shares = [0.6, 0.25, 0.08, 0.02];

    // Beyond eight mean deviations a value is a spike; after three in a row it is the level.
    private const double SpikeDeviations = 8;
    private const int SpikesToBelieve = 3;
    private const int LeastKnown = 30;

    private readonly double[] _levels = new double[4];
    private readonly int _day;
    private double _known;
    private double _spikes;

    /// <param name="day">A day in bins.</param>
    public Levels(int day) => _day = day;

    /// <summary>Values seen.</summary>
    public long Known => (long)_known;

    /// <summary>By index into <see cref="Shares"/>.</summary>
    public double this[int index] => _levels[index];

    /// <summary>Change of the level per bin, smoothed.</summary>
    public double Drift { get; private set; }

    /// <summary>Mean absolute distance of a value from the level before it.</summary>
    public double Deviation { get; private set; }

    /// <summary>Mean over about three days.</summary>
    public double Mean { get; private set; }

    /// <summary>Highest value, halved every week without one as high.</summary>
    public double Highest { get; private set; }

    /// <summary>Distance from the clock profile: fast and slow.</summary>
    public double FastOffset { get; private set; }

    /// <summary>Distance from the clock profile, slower.</summary>
    public double SlowOffset { get; private set; }

    /// <summary>Takes a value.</summary>
    /// <param name="value">Finite, not negative.</param>
    /// <param name="profile">What the time of day had before; NaN when unknown.</param>
    public void Add(double value, double profile)
    {
        _known++;
        if (_known == 1)
        {
            Restart(value);
            (Mean, Highest) = (value, value);
            return;
        }

        // Before the highest knows the value: a spike is not to widen the limit that it is held against.
        double clipped = Clip(value);
        Highest = Math.Max(Highest * Math.Pow(0.5, 1.0 / (7.0 * _day)), value);
        Deviation += 0.05 * (Math.Abs(clipped - _levels[1]) - Deviation);
        double before = _levels[2];
        for (int i = 0; i < 4; i++)
        {
            _levels[i] += Shares[i] * (clipped - _levels[i]);
        }

        Drift += 0.05 * (_levels[2] - before - Drift);
        Mean += Math.Max(1 / _known, 1.0 / (3.0 * _day)) * (clipped - Mean);
        if (!double.IsNaN(profile))
        {
            FastOffset += 0.4 * (clipped - profile - FastOffset);
            SlowOffset += 0.1 * (clipped - profile - SlowOffset);
        }
    }

    /// <summary>Begins anew at a value, after a change or a long gap; what is usual in the long run stays.</summary>
    public void Restart(double value)
    {
        Array.Fill(_levels, value);
        Drift = 0;
        FastOffset = 0;
        SlowOffset = 0;
        _spikes = 0;
    }

    /// <summary>Writes the whole state.</summary>
    public void Save(BinaryWriter writer)
    {
        Numbers.Write(writer, _levels);
        Numbers.Write(writer, [_known, _spikes, Drift, Deviation, Mean, Highest, FastOffset, SlowOffset]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        Numbers.Read(reader, _levels);
        double[] rest = new double[8];
        Numbers.Read(reader, rest);
        (_known, _spikes, Drift, Deviation) = (rest[0], rest[1], rest[2], rest[3]);
        (Mean, Highest, FastOffset, SlowOffset) = (rest[4], rest[5], rest[6], rest[7]);
    }

    private double Clip(double value)
    {
        // A series that hardly moves has no scale for spikes; a hundredth of its highest value is one.
        double limit = SpikeDeviations * Math.Max(Deviation, 0.01 * Highest), distance = value - _levels[1];
        if (_known <= LeastKnown || Math.Abs(distance) <= limit)
        {
            _spikes = 0;
            return value;
        }

        _spikes++;
        return _spikes > SpikesToBelieve ? value : _levels[1] + (Math.Sign(distance) * limit);
    }
}
