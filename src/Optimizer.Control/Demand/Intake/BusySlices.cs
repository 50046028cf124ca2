namespace Optimizer.Control.Demand.Intake;

/// <summary>Compute slices kept busy in one or more places.</summary>
/// <param name="Slices">Slices kept busy.</param>
/// <param name="Held">Slices of the places, busy or not.</param>
/// <param name="Full">Of those, slices of places that were at their limit.</param>
internal readonly record struct BusySlices(double Slices, double Held, double Full)
{
    /// <summary>
    /// The sum is a lower bound of demand: places at their limit hold at least half of its slices. Were one enough, a class or a service of many replicas
    /// with one busy replica would be marked for ever, and a forecaster would look for demand beyond what is seen where there is none.
    /// </summary>
    public bool Saturated => Held > 0 && Full * 2 >= Held;

    /// <summary>One place.</summary>
    public static BusySlices Of(double ratio, double slices) => new(ratio * slices, slices, ratio >= GpuActivity.SaturatedFrom ? slices : 0);

    public BusySlices Plus(BusySlices other) => new(Slices + other.Slices, Held + other.Held, Full + other.Full);

    public BusySlices Share(int sharers) => new(Slices / sharers, Held / sharers, Full / sharers);
}
