using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>How the peak forecasts of a window turned out, weighted over about a week.</summary>
/// <param name="window">The window.</param>
internal sealed class PeakLedger(Duration window)
{
    private double _count;
    private double _hits;
    private double _room;
    private double _size;

    /// <summary>Takes a window that has passed.</summary>
    /// <param name="peak">Its highest value.</param>
    /// <param name="bound">The 95 % bound given.</param>
    /// <param name="perWeek">Windows stored in a week: the half-life.</param>
    public void Add(double peak, double bound, double perWeek)
    {
        _count++;
        double share = Math.Max(1 / _count, 1 - Math.Pow(0.5, 1 / perWeek));
        _hits += share * ((peak <= bound ? 1 : 0) - _hits);
        _room += share * (bound - peak - _room);
        _size += share * (peak - _size);
    }

    /// <summary>The figures.</summary>
    public PeakAccuracy Read() => new(window, (long)_count, _count == 0 ? null : _hits, _count > 0 && _size > 1e-12 ? _room / _size : null);

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer) => Numbers.Write(writer, [_count, _hits, _room, _size]);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        double[] all = new double[4];
        Numbers.Read(reader, all);
        (_count, _hits, _room, _size) = (all[0], all[1], all[2], all[3]);
    }
}
