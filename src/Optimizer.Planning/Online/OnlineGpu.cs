using Optimizer.Model.Collections;

namespace Optimizer.Planning.Online;

/// <summary>What runs on one GPU.</summary>
/// <remarks>Immutable; made by <see cref="OnlineFleet"/>, which sees to it that it is legal.</remarks>
public sealed class OnlineGpu
{
    internal OnlineGpu(OnlineResident[] residents, Seat[] seats)
    {
        Residents = [.. residents];
        Seats = seats;
        foreach (Seat seat in seats)
        {
            Set |= seat.Bit;
            Slices |= seat.Slices;
        }
    }

    /// <summary>In ascending order of their instances; empty for an idle GPU.</summary>
    public ValueArray<OnlineResident> Residents { get; }

    /// <summary>The seats of the residents, in their order.</summary>
    internal Seat[] Seats { get; }

    /// <summary>The same as a set.</summary>
    internal UInt128 Set { get; }

    /// <summary>One bit per memory slice taken.</summary>
    internal ulong Slices { get; }

    internal OnlineGpu With(OnlineResident resident, Seat seat)
    {
        int at = 0;
        while (at < Residents.Count && Residents[at].Instance.CompareTo(resident.Instance) < 0)
        {
            at++;
        }

        return new OnlineGpu([.. Residents.Take(at), resident, .. Residents.Skip(at)], [.. Seats.Take(at), seat, .. Seats.Skip(at)]);
    }

    internal OnlineGpu Without(int index) =>
        new([.. Residents.Where((_, at) => at != index)], [.. Seats.Where((_, at) => at != index)]);
}
