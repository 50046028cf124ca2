namespace Optimizer.Simulation.Workloads;

/// <summary>Demand over time: samples on a regular grid, straight lines between them or held until the next, repeated from the start when they end, and backwards before it.</summary>
/// <param name="stepSeconds">Distance of the samples.</param>
/// <param name="values">The samples.</param>
/// <param name="held">Each sample is the mean of what follows it, and holds until the next; false: straight lines lead from one to the other.</param>
internal sealed class DemandSeries(double stepSeconds, double[] values, bool held = false)
{
    private readonly Lazy<double[]> _areas = new(() => Areas(stepSeconds, values, held));

    /// <summary>It does not change between two knots.</summary>
    public bool IsHeld => held;

    public static DemandSeries Constant(double value) => new(1, [value]);

    /// <summary>Most it ever is.</summary>
    public double Peak { get; } = values.Max();

    /// <summary>The next time its slope may change; infinite for a constant.</summary>
    public double NextKnot(double seconds) => values.Length == 1 ? double.PositiveInfinity : (Math.Floor(seconds / stepSeconds) + 1) * stepSeconds;

    public double At(double seconds)
    {
        if (values.Length == 1)
        {
            return values[0];
        }

        double position = seconds / stepSeconds;
        position -= Math.Floor(position / values.Length) * values.Length;
        int index = Math.Min((int)position, values.Length - 1);
        double next = held ? values[index] : values[(index + 1) % values.Length];
        return values[index] + ((next - values[index]) * (position - index));
    }

    /// <summary>Area under the demand from 0 to a time, exactly: what a counter of requests would show; negative before 0.</summary>
    public double Until(double seconds)
    {
        if (values.Length == 1)
        {
            return values[0] * seconds;
        }

        double[] areas = _areas.Value;
        double position = seconds / stepSeconds;
        double rounds = Math.Floor(position / values.Length);
        int index = Math.Clamp((int)(position - (rounds * values.Length)), 0, values.Length - 1);
        double part = Math.Clamp(position - (rounds * values.Length) - index, 0, 1);
        double next = held ? values[index] : values[(index + 1) % values.Length];
        double within = stepSeconds * ((values[index] * part) + ((next - values[index]) * part * part / 2));
        return (rounds * areas[^1]) + areas[index] + within;
    }

    /// <summary>Area before each sample; the last is that of a whole round.</summary>
    private static double[] Areas(double stepSeconds, double[] values, bool held)
    {
        double[] areas = new double[values.Length + 1];
        for (int index = 0; index < values.Length; index++)
        {
            double next = held ? values[index] : values[(index + 1) % values.Length];
            areas[index + 1] = areas[index] + (stepSeconds * (values[index] + next) / 2);
        }

        return areas;
    }
}
