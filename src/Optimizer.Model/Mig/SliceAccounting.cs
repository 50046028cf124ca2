using System.Numerics;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Mig;

/// <summary>Accounts for the slices of GPUs of one geometry: busy, idle, free or stranded, and what could still be placed.</summary>
/// <remarks>
/// Free is what further legal instances could cover at best, for compute and memory separately (the best addition for one need not be the
/// best for the other); what no addition can reach is stranded. Answers are remembered, so that asking again about an unchanged GPU,
/// as the sampler does each second, allocates nothing. One object serves all GPUs of equal geometry. Not thread safe.
/// </remarks>
public sealed class SliceAccounting
{
    /// <summary>Answers remembered. Eight GPUs whose instances turn busy and idle fit several times over; an answer costs well under a millisecond to redo.</summary>
    private const int Remembered = 64;

    private readonly MigGeometry _geometry;
    private readonly List<Entry> _entries = new(Remembered);
    private int _oldest;

    /// <summary>Accounts for GPUs of this geometry.</summary>
    public SliceAccounting(MigGeometry geometry)
    {
        _geometry = geometry;
    }

    /// <summary>Accounts for one GPU.</summary>
    /// <param name="present">
    /// Its instances. Those of no known profile, or where no profile may lie, occupy their slices all the same; what lies outside the GPU is cut off.
    /// </param>
    public SliceAccount Account(ReadOnlySpan<PresentInstance> present)
    {
        foreach (Entry entry in _entries)
        {
            if (present.SequenceEqual(entry.Present))
            {
                return entry.Account;
            }
        }

        SliceAccount account = Compute(present);
        Remember(new Entry(present.ToArray(), account));
        return account;
    }

    private void Remember(Entry entry)
    {
        if (_entries.Count < Remembered)
        {
            _entries.Add(entry);
            return;
        }

        _entries[_oldest] = entry;
        _oldest = (_oldest + 1) % Remembered;
    }

    private SliceAccount Compute(ReadOnlySpan<PresentInstance> present)
    {
        Occupancy occupancy = new(_geometry);
        ulong busyMask = 0;
        int busyCompute = 0, idleCompute = 0;
        foreach (PresentInstance instance in present)
        {
            ulong mask = ClippedMask(instance.Placement);
            int computeSlices = Occupy(occupancy, instance, mask);

            busyMask |= instance.Busy ? mask : 0;
            busyCompute += instance.Busy ? computeSlices : 0;
            idleCompute += instance.Busy ? 0 : computeSlices;
        }

        (int freeCompute, int freeMemory) = BestAddition(occupancy);
        int busyMemory = BitOperations.PopCount(busyMask);
        ValueArray<PlaceableInstances> placeable = PlaceableNow(occupancy, out int largest);
        return new SliceAccount
        {
            Slices = new SliceUse(
                States(_geometry.ComputeSlices, busyCompute, idleCompute, freeCompute),
                States(_geometry.MemorySlices, busyMemory, occupancy.MemorySlices - busyMemory, freeMemory)),
            FragmentationRatio = freeMemory == 0 ? 0 : 1 - ((double)largest / freeMemory),
            Placeable = placeable,
        };
    }

    private int Occupy(Occupancy occupancy, PresentInstance instance, ulong mask)
    {
        int profile = _geometry.IndexOf(instance.Profile);
        if (profile >= 0)
        {
            occupancy.AddPresent(mask, profile);
            return _geometry.Profiles[profile].ComputeSlices;
        }

        int computeSlices = Math.Clamp(instance.ComputeSlices, 0, _geometry.ComputeSlices);
        occupancy.AddForeign(mask, computeSlices);
        return computeSlices;
    }

    /// <summary>Sums to the capacity even when a driver reports more than the GPU has.</summary>
    private static SliceStates States(int capacity, int busy, int idle, int free)
    {
        busy = Math.Min(busy, capacity);
        idle = Math.Min(idle, capacity - busy);
        free = Math.Min(free, capacity - busy - idle);
        return new SliceStates(busy, idle, free, capacity - busy - idle - free);
    }

    private (int Compute, int Memory) BestAddition(Occupancy occupancy)
    {
        int computeBefore = occupancy.ComputeSlices, memoryBefore = occupancy.MemorySlices;
        int computeLeft = _geometry.ComputeSlices - computeBefore, memoryLeft = _geometry.MemorySlices - memoryBefore;
        int compute = 0, memory = 0;
        LayoutWalk.Each(_geometry, occupancy, (_, filled) =>
        {
            compute = Math.Max(compute, filled.ComputeSlices - computeBefore);
            memory = Math.Max(memory, filled.MemorySlices - memoryBefore);
            return compute < computeLeft || memory < memoryLeft;
        });
        return (compute, memory);
    }

    private ValueArray<PlaceableInstances> PlaceableNow(Occupancy occupancy, out int largest)
    {
        largest = 0;
        PlaceableInstances[] placeable = new PlaceableInstances[_geometry.Profiles.Count];
        for (int index = 0; index < placeable.Length; index++)
        {
            MigProfile profile = _geometry.Profiles[index];
            int count = Math.Min(occupancy.Room(index), DisjointFree(profile, occupancy.Mask));
            placeable[index] = new PlaceableInstances(profile.Name, count);
            largest = count > 0 ? Math.Max(largest, profile.MemorySlices) : largest;
        }

        Array.Sort(placeable, (left, right) => string.CompareOrdinal(left.Profile, right.Profile));
        return new ValueArray<PlaceableInstances>(placeable);
    }

    private static int DisjointFree(MigProfile profile, ulong taken)
    {
        // Ranges of one size in ascending order: taking each free one that starts after the last taken is the largest disjoint choice.
        int count = 0;
        foreach (Placement placement in profile.Placements)
        {
            ulong mask = Candidate.MaskOf(placement);
            if ((taken & mask) == 0)
            {
                taken |= mask;
                count++;
            }
        }

        return count;
    }

    private ulong ClippedMask(Placement placement)
    {
        // Long sums: a foreign instance's placement is whatever the driver says.
        long start = Math.Max(0L, placement.Start);
        long end = Math.Min(_geometry.MemorySlices, (long)placement.Start + placement.Size);
        return end <= start ? 0 : Candidate.MaskOf(new Placement((int)start, (int)(end - start)));
    }

    private sealed record Entry(PresentInstance[] Present, SliceAccount Account);
}
