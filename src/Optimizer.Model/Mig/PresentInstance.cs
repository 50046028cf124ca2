namespace Optimizer.Model.Mig;

/// <summary>An instance as slice accounting sees it.</summary>
/// <param name="Placement">The memory slices it takes, as the driver reports them.</param>
/// <param name="ComputeSlices">The compute slices it takes; only read where the profile is not known.</param>
/// <param name="Busy">True when it runs a process (and, where activity is known, is not below the idle threshold).</param>
/// <param name="Profile">
/// Profile name without the leading "MIG "; null or unknown for an instance of no profile of the geometry, which then only occupies its
/// slices. With a known profile it also counts against that profile's instances and the board's engines.
/// </param>
public readonly record struct PresentInstance(Placement Placement, int ComputeSlices, bool Busy, string? Profile = null);
