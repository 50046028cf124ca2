namespace Optimizer.Planning.Packing;

/// <summary>What one service needs of all its instances together, in whole units so that nothing is lost to rounding.</summary>
/// <param name="need">Work to be done, from 1.</param>
/// <param name="rates">What one instance does by wanted profile; 0 where the service does not run. At least one is positive.</param>
internal sealed class ServiceDemand(long need, long[] rates)
{
    public long Need { get; } = need;

    public IReadOnlyList<long> Rates { get; } = rates;

    /// <summary>Instances of one profile that serve alone; the profile's rate is positive.</summary>
    public int Alone(int profile) => checked((int)((Need + Rates[profile] - 1) / Rates[profile]));
}
