using System.Numerics;
using Optimizer.Planning.Online.Rules;

namespace Optimizer.Planning.Online.Replay;

/// <summary>Adds up what a replay saw.</summary>
/// <remarks>Mutable, lives inside one replay.</remarks>
internal sealed class ReplayTally(SeatTable table)
{
    private readonly int _widest = table.Geometry.Profiles.Max(static profile => profile.ComputeSlices);
    private readonly double[] _mix = new double[table.Geometry.Profiles.Count];
    private double _offered, _placed, _whole, _wholePlaced, _unusable, _free, _active, _allocated;
    private int _requests, _accepted, _ends, _fleets, _gpus;

    internal List<ReplayMove> Moves { get; } = [];

    /// <summary>The fleet as a request met it.</summary>
    internal void Met(OnlineFleet fleet)
    {
        double sum = _mix.Sum();
        double[] mix = [.. _mix.Select(count => sum > 0 ? count / sum : 0)];
        foreach (OnlineGpu gpu in fleet.Gpus)
        {
            _free += table.Geometry.MemorySlices - BitOperations.PopCount(gpu.Slices);
            _unusable += FragmentationRule.Unusable(table, mix, gpu.Slices);
            _active += gpu.Seats.Length > 0 ? 1 : 0;
            _allocated += gpu.Seats.Sum(seat => table.Geometry.Profiles[seat.Profile].ComputeSlices);
        }

        _fleets++;
        _gpus = fleet.Gpus.Count;
    }

    internal void Answered(OnlineArrival arrival, bool accepted)
    {
        int profile = table.ProfileOf(arrival.Request.Profile), slices = table.Geometry.Profiles[profile].ComputeSlices;
        _mix[profile]++;
        _requests++;
        _offered += slices * arrival.Seconds;
        _whole += slices == _widest ? 1 : 0;
        if (accepted)
        {
            _accepted++;
            _placed += slices * arrival.Seconds;
            _wholePlaced += slices == _widest ? 1 : 0;
        }
    }

    internal void Ended() => _ends++;

    internal ReplayFigures Figures(ReplayOptions options, OnlinePolicy policy) => new()
    {
        OfferedLoad = options.Load,
        Policy = policy.Name,
        Requests = _requests,
        Accepted = _accepted,
        AcceptedGpcTimePercent = 100 * _placed / _offered,
        AcceptedWholePercent = _whole > 0 ? 100 * _wholePlaced / _whole : null,
        Moves = Moves.Count,
        Creates = policy.IsBound ? null : _accepted + Moves.Count,
        Destroys = policy.IsBound ? null : _ends + Moves.Count,
        FragmentationPercent = policy.IsBound ? null : _free > 0 ? 100 * _unusable / _free : 0,
        ActiveGpus = policy.IsBound ? null : _active / _fleets,
        AllocatedPercent = policy.IsBound ? null : 100 * _allocated / ((double)_fleets * _gpus * table.Geometry.ComputeSlices),
        MoveList = [.. Moves],
    };
}
