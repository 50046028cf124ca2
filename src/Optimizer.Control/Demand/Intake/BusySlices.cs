namespace Optimizer.Control.Demand.Intake;

/// <summary>Compute slices kept busy, and whether any part of the sum was at its limit, which makes the sum a lower bound of demand.</summary>
internal readonly record struct BusySlices(double Slices, bool Saturated)
{
    public BusySlices Plus(BusySlices other) => new(Slices + other.Slices, Saturated || other.Saturated);

    public BusySlices Share(int sharers) => this with { Slices = Slices / sharers };
}
