using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Drivers;

/// <summary>What a GPM sample handle stands for: a copy of cumulative counters at an instant.</summary>
internal sealed class GpmSample
{
    public double[] Totals { get; } = new double[(int)Engine.Count];

    /// <summary>Simulated seconds; not a number before the first use.</summary>
    public double Taken { get; set; } = double.NaN;

    /// <summary>Which GPU and instance it was taken from; two samples compare only where this is equal.</summary>
    public (int Gpu, long InstanceSerial) Source { get; set; }
}
