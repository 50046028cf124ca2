namespace Optimizer.Forecasting.Ensemble;

/// <summary>How well each member did at each lead, and what share it gets: an online backtest, since every loss is of a forecast stored before its value was known.</summary>
internal sealed class MemberWeights
{
    // A member's share falls with the eighth power of its loss (three squarings: this is the innermost loop); beyond 15 % more than the best it has none (reference values; 4 to 14 and 8 % to 30 % score within 0.5 %).
    private const double Within = 1.15;

    // Half-life of a loss: a day of origins, a third of the history while there is less, and never fewer than twelve.
    private const double LeastHalfLife = 12;

    // Two losses are an anecdote, but better than none.
    private const int LeastScored = 2;

    // Another member leads only when it is this much better: the planner should not see the forecast jump between equals.
    private const double Hysteresis = 0.97;

    private readonly float[] _losses;
    private readonly float[] _counts;
    private readonly double[] _blended;
    private readonly int[] _leaders;
    private readonly int _members;
    private readonly int _leads;
    private bool _isStale = true;

    public MemberWeights(int leads, int members)
    {
        (_leads, _members) = (leads, members);
        _losses = new float[leads * members];
        _counts = new float[leads * members];
        _blended = new double[leads * members];
        _leaders = new int[leads];
        Array.Fill(_leaders, -1);
    }

    /// <summary>The member that leads at a lead; -1 before any was scored.</summary>
    public int Leader(int lead) => _leaders[lead];

    /// <summary>Learns what became of the members' stored forecasts.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="value">The value.</param>
    /// <param name="said">The members' forecasts; NaN where a member had none.</param>
    /// <param name="originsPerDay">Forecasts of this lead stored in a day.</param>
    /// <param name="origins">Forecasts of this lead stored since the series began.</param>
    public void Score(int lead, double value, ReadOnlySpan<float> said, double originsPerDay, double origins)
    {
        double halfLife = Math.Max(LeastHalfLife, Math.Min(originsPerDay, origins / 3)), share = 1 - Math.Pow(0.5, 1 / halfLife);
        for (int m = 0; m < _members; m++)
        {
            if (float.IsNaN(said[m]))
            {
                continue;
            }

            int at = (lead * _members) + m;
            double loss = Math.Abs(value - said[m]);
            _losses[at] = (float)(_losses[at] + (Math.Max(share, 1 / (1 + _counts[at])) * (loss - _losses[at])));
            _counts[at]++;
        }

        _isStale = true;
        Lead(lead);
    }

    /// <summary>The weighted mean of the members at a lead; NaN when none has a loss yet.</summary>
    /// <param name="lead">The lead.</param>
    /// <param name="values">The members' forecasts.</param>
    public double Combine(int lead, ReadOnlySpan<double> values)
    {
        Refresh();
        ReadOnlySpan<double> losses = _blended.AsSpan(lead * _members, _members);
        double best = double.PositiveInfinity;
        for (int m = 0; m < _members; m++)
        {
            double loss = losses[m];
            best = double.IsNaN(values[m]) || !(loss < best) ? best : loss;
        }

        double sum = 0, weights = 0, grain = 1e-12 + (1e-6 * best);
        for (int m = 0; m < _members && double.IsFinite(best); m++)
        {
            double loss = losses[m] * (m == _leaders[lead] ? Hysteresis : 1);
            if (!double.IsNaN(values[m]) && loss <= (Within * best) + grain)
            {
                double ratio = (best + grain) / (loss + grain), square = ratio * ratio, fourth = square * square, weight = fourth * fourth;
                sum += weight * values[m];
                weights += weight;
            }
        }

        return weights == 0 ? double.NaN : sum / weights;
    }

    /// <summary>After a lasting change: the past counts as little as a dozen origins do.</summary>
    public void Doubt()
    {
        _isStale = true;
        for (int i = 0; i < _counts.Length; i++)
        {
            _counts[i] = Math.Min(_counts[i], (float)LeastHalfLife / 2);
        }
    }

    /// <summary>Writes the whole state.</summary>
    public void Save(BinaryWriter writer)
    {
        Numbers.Write(writer, _losses);
        Numbers.Write(writer, _counts);
        foreach (int leader in _leaders)
        {
            writer.Write((short)leader);
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        _isStale = true;
        Numbers.Read(reader, _losses);
        Numbers.Read(reader, _counts);
        for (int lead = 0; lead < _leads; lead++)
        {
            _leaders[lead] = reader.ReadInt16();
            if (_leaders[lead] < -1 || _leaders[lead] >= _members)
            {
                throw new InvalidDataException($"Member {_leaders[lead]} leads, of {_members}.");
            }
        }
    }

    /// <summary>Losses change only when something is learnt, and a forecast asks for them at every step.</summary>
    private void Refresh()
    {
        for (int at = 0; at < _blended.Length && _isStale; at++)
        {
            _blended[at] = Loss(at / _members, at % _members);
        }

        _isStale = false;
    }

    /// <summary>A member's loss, the neighbouring leads counting half: they say much the same and double the evidence.</summary>
    private double Loss(int lead, int member)
    {
        double sum = 0, weights = 0;
        for (int l = Math.Max(0, lead - 1); l <= Math.Min(_leads - 1, lead + 1); l++)
        {
            int at = (l * _members) + member;
            double weight = _counts[at] < LeastScored ? 0 : l == lead ? 1 : 0.5;
            sum += weight * _losses[at];
            weights += weight;
        }

        return weights == 0 ? double.NaN : sum / weights;
    }

    private void Lead(int lead)
    {
        int best = -1;
        for (int m = 0; m < _members; m++)
        {
            if (_counts[(lead * _members) + m] >= LeastScored && (best < 0 || Loss(lead, m) < Loss(lead, best)))
            {
                best = m;
            }
        }

        int present = _leaders[lead];
        _leaders[lead] = best >= 0 && (present < 0 || Loss(lead, best) < Hysteresis * Loss(lead, present)) ? best : present;
    }
}
