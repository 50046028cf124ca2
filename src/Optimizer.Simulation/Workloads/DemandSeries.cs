namespace Optimizer.Simulation.Workloads;

/// <summary>Demand over time: samples on a regular grid, straight lines between them, repeated from the start when they end.</summary>
internal sealed class DemandSeries(double stepSeconds, double[] values)
{
    public static DemandSeries Constant(double value) => new(1, [value]);

    public double At(double seconds)
    {
        if (values.Length == 1)
        {
            return values[0];
        }

        double position = seconds / stepSeconds % values.Length;
        int index = (int)position;
        double next = values[(index + 1) % values.Length];
        return values[index] + ((next - values[index]) * (position - index));
    }
}
