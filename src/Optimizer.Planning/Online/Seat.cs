using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>A place where an instance of a profile may be.</summary>
/// <param name="Index">Number among the geometry's seats, from 0.</param>
/// <param name="Profile">Number of the profile in the geometry.</param>
/// <param name="Slices">One bit per memory slice it takes.</param>
/// <param name="Instance">The same as the model says it.</param>
internal sealed record Seat(int Index, int Profile, ulong Slices, PlacedInstance Instance)
{
    /// <summary>Its bit in a set of seats.</summary>
    internal UInt128 Bit => UInt128.One << Index;
}
