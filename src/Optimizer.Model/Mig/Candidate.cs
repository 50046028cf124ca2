namespace Optimizer.Model.Mig;

/// <summary>One legal (profile, placement) of a geometry, prepared for searching.</summary>
/// <param name="Profile">Index in <see cref="MigGeometry.Profiles"/>.</param>
/// <param name="Mask">One bit per memory slice taken; bit 0 is memory slice 0.</param>
/// <param name="Instance">The value layouts are built of, shared by all layouts that hold it.</param>
internal sealed record Candidate(int Profile, ulong Mask, PlacedInstance Instance)
{
    internal static ulong MaskOf(Placement placement) => ((1UL << placement.Size) - 1) << placement.Start;
}
