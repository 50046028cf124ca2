namespace Optimizer.Forecasting.Ensemble;

/// <summary>Finds lasting changes: Page's test in Hinkley's form, both ways, on standardised errors of an hour ahead.</summary>
internal sealed class ChangeDetector
{
    // Two deviations are what a series does by itself for hours (a bad afternoon), and the levels follow that; an alarm takes an excess of thirty, eight errors at the limit.
    // Each error counts for at most six, so that no single spike is a change. Half the slack raised an alarm every other day on series that had not changed.
    private const double Slack = 2, Threshold = 30, Most = 6;

    // A skewed series errs to one side for ever: that is its usual error, not a change. Followed so slowly (half of it in 140 errors) that a change is not taken for it.
    private const double UsualShare = 0.005, UsualBegin = 10;

    private double _up;
    private double _down;
    private double _usual;
    private double _count;

    /// <summary>Takes an error in deviations; true when the series has changed for good.</summary>
    public bool Add(double error)
    {
        double clipped = Math.Clamp(error, -Most, Most), excess = clipped - _usual;
        _count++;
        _usual += Math.Max(UsualShare, 1 / (_count + UsualBegin)) * excess;
        _up = Math.Max(0, _up + excess - Slack);
        _down = Math.Max(0, _down - excess - Slack);
        if (_up < Threshold && _down < Threshold)
        {
            return false;
        }

        (_up, _down) = (0, 0);
        return true;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer) => Numbers.Write(writer, [_up, _down, _usual, _count]);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        double[] sums = new double[4];
        Numbers.Read(reader, sums);
        (_up, _down, _usual, _count) = (sums[0], sums[1], sums[2], sums[3]);
    }
}
