namespace Optimizer.Control.Problems;

/// <summary>What was learned as it is written: plain numbers, times in ticks of 100 ns (instants since 1970). A member is never renamed without another version.</summary>
internal sealed record LearnedJson(
    int Version, LearnedJson.CapacityJson[] Capacity, LearnedJson.PowerJson[] Power, LearnedJson.RestartJson[] Restarts, LearnedJson.TrailJson[] Trails, LearnedJson.BoardJson[] Boards)
{
    internal sealed record CapacityJson(string Workload, PointJson[] Points);

    internal sealed record PointJson(
        string Model, string Profile, double ComputeShare, double MemoryShare, ulong MemoryBytes, double? Declared,
        double? Observed, double ObservedWeight, long? ObservedAt, double? AtLeast, long? AtLeastAt, double? SmRatio, double? DramRatio);

    internal sealed record PowerJson(
        string Model, double[] Assumed, double[] Curve, long Readings, long Refused, long Spikes, double CeilingWatts, double Scale, double[] Sums);

    internal sealed record RestartJson(string Workload, long Restart, int Measured, long[] Last, long HeardAt);

    internal sealed record TrailJson(string Workload, string Signal, long[] Minutes, double[] Rates);

    internal sealed record BoardJson(string Model, ulong? MemoryBytes, ProfileJson[]? Profiles, int[]? Engines);

    internal sealed record ProfileJson(
        string Name, uint Id, int ComputeSlices, int MemorySlices, int Multiprocessors, ulong MemoryBytes, int MaxInstances, int[] Engines, int[] Starts);
}
