namespace Optimizer.Forecasting.Ensemble;

/// <summary>Finds lasting changes: Page's test in Hinkley's form, both ways, on standardised errors of the next bin.</summary>
internal sealed class ChangeDetector
{
    // Errors of half a deviation are drift that the levels follow by themselves; an alarm takes an excess of forty: ten bins that are four deviations off, about once a
    // month by chance for a noisy series. Each error counts for at most six, so that no single spike is a change.
    private const double Slack = 0.5, Threshold = 40, Most = 6;

    private double _up;
    private double _down;

    /// <summary>Takes an error in deviations; true when the series has changed for good.</summary>
    public bool Add(double error)
    {
        double clipped = Math.Clamp(error, -Most, Most);
        _up = Math.Max(0, _up + clipped - Slack);
        _down = Math.Max(0, _down - clipped - Slack);
        if (_up < Threshold && _down < Threshold)
        {
            return false;
        }

        (_up, _down) = (0, 0);
        return true;
    }

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer) => Numbers.Write(writer, [_up, _down]);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    public void Load(BinaryReader reader)
    {
        double[] sums = new double[2];
        Numbers.Read(reader, sums);
        (_up, _down) = (sums[0], sums[1]);
    }
}
