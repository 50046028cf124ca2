namespace Optimizer.Planning.Online;

/// <summary>How often instances of a class end, by their age: ends counted against time run, so that those still running count as well.</summary>
/// <remarks>A piecewise constant hazard. Leaving out what still runs would make a class look short-lived just after it appears.</remarks>
internal sealed class LifeTable
{
    /// <summary>Bounds of the ages, seconds. Doubling the number would leave too few ends in each.</summary>
    internal static readonly double[] Ages = [0, 61, 120, 240, 480, 960, 1920, 3840, 7199, double.PositiveInfinity];

    private readonly double[] _ends = new double[Ages.Length - 1];
    private readonly double[] _seconds = new double[Ages.Length - 1];

    /// <summary>Something ran from one age to another.</summary>
    internal void Ran(double from, double to)
    {
        for (int age = 0; age < _seconds.Length; age++)
        {
            double length = Math.Min(to, Ages[age + 1]) - Math.Max(from, Ages[age]);
            _seconds[age] += Math.Max(0, length);
        }
    }

    /// <summary>Something ended. What was known before is kept to the share given.</summary>
    internal void Ended(double at, double keep)
    {
        int index = 0;
        for (int age = 0; age < _ends.Length; age++)
        {
            _ends[age] *= keep;
            _seconds[age] *= keep;
            index = at >= Ages[age] ? age : index;
        }

        _ends[index]++;
    }

    /// <summary>Ends per second in an age band, drawn towards a prior as if it had been seen a number of ends long.</summary>
    internal double Hazard(int age, double prior, double priorEnds) => (_ends[age] + priorEnds) / (_seconds[age] + (priorEnds / prior));
}
