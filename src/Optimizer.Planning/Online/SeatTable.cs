using Optimizer.Model.Mig;

namespace Optimizer.Planning.Online;

/// <summary>Every seat of a geometry, and which sets of seats are legal together: by a walk over all layouts, once, so that an answer costs a look-up.</summary>
/// <remarks>Immutable, safe to share between threads.</remarks>
internal sealed class SeatTable
{
    /// <summary>Most seats of a geometry. The largest known board has 40; a set of more would not fit the widest integer.</summary>
    internal const int MostSeats = 128;

    private readonly HashSet<UInt128> _legal;
    private readonly Dictionary<PlacedInstance, Seat> _byInstance;

    internal SeatTable(MigGeometry geometry)
    {
        Geometry = geometry;
        List<Seat> seats = [];
        ByProfile = new Seat[geometry.Profiles.Count][];
        for (int profile = 0; profile < ByProfile.Length; profile++)
        {
            MigProfile known = geometry.Profiles[profile];
            int first = seats.Count;
            foreach (Placement placement in known.Placements)
            {
                ulong slices = ((1UL << placement.Size) - 1) << placement.Start;
                seats.Add(new Seat(seats.Count, profile, slices, new PlacedInstance(known.Name, placement)));
            }

            ByProfile[profile] = [.. seats.Skip(first)];
        }

        if (seats.Count > MostSeats)
        {
            throw new ArgumentException($"The geometry has {seats.Count} placements; online placement takes at most {MostSeats}.", nameof(geometry));
        }

        _byInstance = seats.ToDictionary(seat => seat.Instance);
        _legal = [.. LayoutSearch.Legal(geometry).Select(layout => layout.Instances.Aggregate(UInt128.Zero, (set, instance) => set | _byInstance[instance].Bit))];
    }

    internal MigGeometry Geometry { get; }

    /// <summary>Seats of each profile, in ascending order of start.</summary>
    internal Seat[][] ByProfile { get; }

    /// <summary>Null when the GPU offers no such place.</summary>
    internal Seat? Find(PlacedInstance instance) => _byInstance.GetValueOrDefault(instance);

    /// <summary>True when the seats may be taken together.</summary>
    internal bool IsLegal(UInt128 seats) => _legal.Contains(seats);

    /// <summary>Number of a profile; -1 when the geometry has none of that name.</summary>
    internal int ProfileOf(string name)
    {
        for (int profile = 0; profile < ByProfile.Length; profile++)
        {
            if (string.Equals(Geometry.Profiles[profile].Name, name, StringComparison.Ordinal))
            {
                return profile;
            }
        }

        return -1;
    }
}
