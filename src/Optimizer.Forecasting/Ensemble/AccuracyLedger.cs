using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>How the forecasts of a range of leads turned out, next to a seasonal naive control on the same values; weighted over about a week.</summary>
/// <param name="from">Leads after this.</param>
/// <param name="to">Leads up to this.</param>
internal sealed class AccuracyLedger(Duration from, Duration to)
{
    private static readonly double[] Normal = [0, 1.2815515655446004, 1.6448536269514722, 2.3263478740408408];

    private readonly double[] _hits = new double[4];
    private double _count;
    private double _error;
    private double _control;
    private double _loss;
    private double _controlLoss;
    private double _size;
    private double _room;

    /// <summary>Takes a matured forecast.</summary>
    /// <param name="value">The value.</param>
    /// <param name="said">The quantiles given.</param>
    /// <param name="control">The seasonal naive forecast.</param>
    /// <param name="deviation">Standard deviation of the control's past errors.</param>
    /// <param name="perWeek">Forecasts of this range that mature in a week: the half-life.</param>
    public void Add(double value, ReadOnlySpan<double> said, double control, double deviation, double perWeek)
    {
        _count++;
        double share = Math.Max(1 / _count, 1 - Math.Pow(0.5, 1 / perWeek)), loss = 0, controlLoss = 0;
        for (int q = 0; q < 4; q++)
        {
            double p = Quantiles.Probabilities[q];
            loss += ExpertPool.Pinball(value - said[q], p) / 4;
            controlLoss += ExpertPool.Pinball(value - Math.Max(0, control + (Normal[q] * deviation)), p) / 4;
            _hits[q] += share * ((value <= said[q] ? 1 : 0) - _hits[q]);
        }

        _error += share * (Math.Abs(value - said[0]) - _error);
        _control += share * (Math.Abs(value - control) - _control);
        _loss += share * (loss - _loss);
        _controlLoss += share * (controlLoss - _controlLoss);
        _size += share * (value - _size);
        _room += share * (said[2] - value - _room);
    }

    /// <summary>The figures.</summary>
    public LeadAccuracy Read() => new()
    {
        From = from,
        To = to,
        Matured = (long)_count,
        Mase = Ratio(_error, _control),
        Wql = Ratio(2 * _loss, _size),
        Skill = 1 - Ratio(_loss, _controlLoss),
        Wape = Ratio(_error, _size),
        Coverage = _count == 0 ? [] : ValueArray.Create<double>(_hits),
        Headroom = Ratio(_room, _size),
    };

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        Numbers.Write(writer, _hits);
        Numbers.Write(writer, [_count, _error, _control, _loss, _controlLoss, _size, _room]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        Numbers.Read(reader, _hits);
        double[] rest = new double[7];
        Numbers.Read(reader, rest);
        (_count, _error, _control, _loss, _controlLoss, _size, _room) = (rest[0], rest[1], rest[2], rest[3], rest[4], rest[5], rest[6]);
    }

    // Nothing to divide by is no knowledge, not a zero; a control that is right to a ten-thousandth leaves no skill to show.
    private double? Ratio(double value, double by) => _count > 0 && by > 1e-12 && by > 1e-4 * _size ? value / by : null;
}
