using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>GPUs of one geometry with what runs on them. Overlapping or otherwise illegal instances cannot be in it.</summary>
/// <remarks>Immutable; each change gives a new fleet. The order of GPUs is the caller's and decides only between equal choices.</remarks>
public sealed class OnlineFleet
{
    /// <summary>Most GPUs of a fleet. An answer looks at each, so ten times as many take ten times as long; a larger fleet is a matter for its scheduler.</summary>
    public const int MostGpus = 4096;

    private readonly OnlineGpu[] _gpus;

    private OnlineFleet(SeatTable table, OnlineGpu[] gpus)
    {
        Table = table;
        _gpus = gpus;
        Gpus = [.. gpus];
    }

    /// <summary>How each GPU can be cut.</summary>
    public MigGeometry Geometry => Table.Geometry;

    /// <summary>The GPUs by number.</summary>
    public ValueArray<OnlineGpu> Gpus { get; }

    internal SeatTable Table { get; }

    /// <summary>A fleet of idle GPUs.</summary>
    /// <param name="geometry">How each can be cut.</param>
    /// <param name="gpus">How many, 1 to <see cref="MostGpus"/>.</param>
    /// <exception cref="ArgumentException">The geometry has too many placements, or the number of GPUs is out of range.</exception>
    public static OnlineFleet Idle(MigGeometry geometry, int gpus)
    {
        if (gpus is < 1 or > MostGpus)
        {
            throw new ArgumentOutOfRangeException(nameof(gpus), gpus, $"A fleet has 1 to {MostGpus} GPUs.");
        }

        OnlineGpu idle = new([], []);
        return new OnlineFleet(new SeatTable(geometry), [.. Enumerable.Repeat(idle, gpus)]);
    }

    /// <summary>The fleet with a resident more.</summary>
    /// <exception cref="ArgumentException">The instance is not free there.</exception>
    public OnlineFleet Add(int gpu, OnlineResident resident)
    {
        Seat seat = Table.Find(resident.Instance)
            ?? throw new ArgumentException($"{resident.Request.Id}: the GPU has no place {resident.Instance}.", nameof(resident));
        if ((_gpus[gpu].Slices & seat.Slices) != 0 || !Table.IsLegal(_gpus[gpu].Set | seat.Bit))
        {
            throw new ArgumentException($"{resident.Request.Id}: {resident.Instance} is not free on GPU {gpu}.", nameof(resident));
        }

        return Replace(gpu, _gpus[gpu].With(resident, seat));
    }

    /// <summary>The fleet without a resident.</summary>
    /// <exception cref="ArgumentException">There is no such resident on the GPU.</exception>
    public OnlineFleet Remove(int gpu, string request)
    {
        for (int at = 0; at < _gpus[gpu].Residents.Count; at++)
        {
            if (string.Equals(_gpus[gpu].Residents[at].Request.Id, request, StringComparison.Ordinal))
            {
                return Replace(gpu, _gpus[gpu].Without(at));
            }
        }

        throw new ArgumentException($"{request} does not run on GPU {gpu}.", nameof(request));
    }

    /// <summary>The fleet after a move.</summary>
    /// <exception cref="ArgumentException">The new place is not free while the old one is taken, or nobody of that name is there.</exception>
    public OnlineFleet Apply(OnlineMove move)
    {
        OnlineResident resident = _gpus[move.FromGpu].Residents.FirstOrDefault(known => string.Equals(known.Request.Id, move.Request, StringComparison.Ordinal))
            ?? throw new ArgumentException($"{move.Request} does not run on GPU {move.FromGpu}.", nameof(move));
        string profile = resident.Instance.Profile;
        if (!resident.Movable || resident.Instance != move.From || !string.Equals(move.To.Profile, profile, StringComparison.Ordinal))
        {
            throw new ArgumentException($"{move.Request} is not movable from {move.From} to {move.To}.", nameof(move));
        }

        // Both exist for a moment, on the same GPU even under the same name: the old one is found by reference.
        OnlineFleet both = Add(move.ToGpu, resident with { Instance = move.To });
        OnlineGpu left = both._gpus[move.FromGpu];
        int old = Enumerable.Range(0, left.Residents.Count).First(at => ReferenceEquals(left.Residents[at], resident));
        return both.Replace(move.FromGpu, left.Without(old));
    }

    private OnlineFleet Replace(int gpu, OnlineGpu with)
    {
        OnlineGpu[] gpus = [.. _gpus];
        gpus[gpu] = with;
        return new OnlineFleet(Table, gpus);
    }
}
