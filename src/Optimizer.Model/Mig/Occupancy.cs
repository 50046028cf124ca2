namespace Optimizer.Model.Mig;

/// <summary>What is taken on one GPU while a search adds and removes instances; the only place that knows the rules of legality.</summary>
/// <remarks>Mutable and not thread safe: it lives inside one call.</remarks>
internal sealed class Occupancy(MigGeometry geometry)
{
    private readonly int[] _instances = new int[geometry.Profiles.Count];
    private int _copy, _decoder, _encoder, _jpeg, _ofa;

    /// <summary>One bit per memory slice taken.</summary>
    internal ulong Mask { get; private set; }

    /// <summary>Compute slices taken.</summary>
    internal int ComputeSlices { get; private set; }

    /// <summary>Memory slices taken.</summary>
    internal int MemorySlices => System.Numerics.BitOperations.PopCount(Mask);

    internal bool Fits(Candidate candidate) => (Mask & candidate.Mask) == 0 && Room(candidate.Profile) > 0;

    /// <summary>How many more instances of a profile the limits allow, placements left aside; 0 when a limit is already exceeded.</summary>
    internal int Room(int profileIndex)
    {
        MigProfile profile = geometry.Profiles[profileIndex];
        int room = Math.Min(
            profile.MaxInstances - _instances[profileIndex],
            (geometry.ComputeSlices - ComputeSlices) / profile.ComputeSlices);
        return Math.Max(0, Math.Min(room, EngineRoom(profile.Engines)));
    }

    /// <summary>True when one more instance would be the first above the profile's own count.</summary>
    internal bool IsCountReached(int profileIndex) => _instances[profileIndex] >= geometry.Profiles[profileIndex].MaxInstances;

    /// <summary>True when the compute slices left are fewer than the profile takes.</summary>
    internal bool IsComputeShort(int profileIndex) =>
        geometry.ComputeSlices - ComputeSlices < geometry.Profiles[profileIndex].ComputeSlices;

    internal void Add(Candidate candidate)
    {
        Mask |= candidate.Mask;
        Charge(candidate.Profile, 1);
    }

    internal void Remove(Candidate candidate)
    {
        Mask &= ~candidate.Mask;
        Charge(candidate.Profile, -1);
    }

    /// <summary>Takes what a present instance of a known profile takes, wherever it lies.</summary>
    internal void AddPresent(ulong mask, int profileIndex)
    {
        Mask |= mask;
        Charge(profileIndex, 1);
    }

    /// <summary>Takes what an instance of no known profile takes; its engines are not known and not charged.</summary>
    internal void AddForeign(ulong mask, int computeSlices)
    {
        Mask |= mask;
        ComputeSlices += computeSlices;
    }

    private void Charge(int profileIndex, int sign)
    {
        MigProfile profile = geometry.Profiles[profileIndex];
        _instances[profileIndex] += sign;
        ComputeSlices += sign * profile.ComputeSlices;
        _copy += sign * profile.Engines.Copy;
        _decoder += sign * profile.Engines.Decoder;
        _encoder += sign * profile.Engines.Encoder;
        _jpeg += sign * profile.Engines.Jpeg;
        _ofa += sign * profile.Engines.Ofa;
    }

    private int EngineRoom(EngineCounts need)
    {
        if (geometry.EngineLimits is not { } limit)
        {
            return int.MaxValue;
        }

        int room = Share(limit.Copy - _copy, need.Copy);
        room = Math.Min(room, Share(limit.Decoder - _decoder, need.Decoder));
        room = Math.Min(room, Share(limit.Encoder - _encoder, need.Encoder));
        room = Math.Min(room, Share(limit.Jpeg - _jpeg, need.Jpeg));
        return Math.Min(room, Share(limit.Ofa - _ofa, need.Ofa));
    }

    private static int Share(int left, int need) => need == 0 ? int.MaxValue : left / need;
}
