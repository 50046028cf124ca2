using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;

namespace Optimizer.Simulation.Mig;

/// <summary>The instances of one GPU and the rules they obey. Knows nothing of sessions, privileges or processes.</summary>
internal sealed class MigPartitions(SimulatedGpu gpu)
{
    private readonly ComputeInstance?[] _devices = new ComputeInstance?[gpu.Board.ComputeSlices];
    private long _serial;

    public SimulatedBoard Board => gpu.Board;

    /// <summary>By id.</summary>
    public List<GpuInstance> GpuInstances { get; } = [];

    /// <summary>MIG devices by index; holes are null.</summary>
    public ReadOnlySpan<ComputeInstance?> Devices => _devices;

    /// <summary>Counts creations and destructions; lets workloads notice a new layout cheaply.</summary>
    public long Generation { get; private set; }

    public GpuInstance? Find(uint id)
    {
        foreach (GpuInstance instance in GpuInstances)
        {
            if (instance.Id == id)
            {
                return instance;
            }
        }

        return null;
    }

    public GpuInstance? FindAt(BoardProfile profile, int start)
    {
        foreach (GpuInstance instance in GpuInstances)
        {
            if (instance.Placement.Start == start && instance.Profile.Id == profile.Id)
            {
                return instance;
            }
        }

        return null;
    }

    public BoardProfile? ProfileById(uint id)
    {
        foreach (BoardProfile profile in gpu.Profiles)
        {
            if (profile.Id == id)
            {
                return profile;
            }
        }

        return null;
    }

    /// <summary>Success, or the code the driver refuses with: 2 for an illegal placement, 23 for one that is taken.</summary>
    public NvmlReturn Check(BoardProfile profile, BoardPlacement placement)
    {
        if (!profile.Placements.Contains(placement))
        {
            return NvmlReturn.InvalidArgument;
        }

        foreach (GpuInstance other in GpuInstances)
        {
            if (other.Placement.Overlaps(placement))
            {
                return NvmlReturn.InsufficientResources;
            }
        }

        return RoomFor(profile) > 0 ? NvmlReturn.Success : NvmlReturn.InsufficientResources;
    }

    public int RemainingCapacity(BoardProfile profile)
    {
        int free = 0;
        int end = 0;

        // Placements of one profile have one size, so taking the free one that ends first is optimal.
        foreach (BoardPlacement placement in profile.Placements)
        {
            if (placement.Start >= end && IsFree(placement))
            {
                free++;
                end = placement.End;
            }
        }

        return Math.Min(free, RoomFor(profile));
    }

    public NvmlReturn Create(BoardProfile profile, BoardPlacement? wanted, out GpuInstance? created)
    {
        created = null;
        BoardPlacement? placement = wanted ?? PlacementChoice.For(this, profile);
        NvmlReturn verdict = placement is { } place ? Check(profile, place) : NvmlReturn.InsufficientResources;
        if (verdict != NvmlReturn.Success)
        {
            return verdict;
        }

        created = new GpuInstance(gpu, LowestFreeId(profile), profile, placement!.Value, ++_serial);
        GpuInstances.Add(created);
        GpuInstances.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        Generation++;
        return NvmlReturn.Success;
    }

    public NvmlReturn CreateCompute(GpuInstance instance, int width, int? wantedStart, out ComputeInstance? created)
    {
        created = null;
        int slices = instance.Profile.ComputeSlices;
        if (wantedStart is { } wanted && ComputeProfile.IndexOfStart(width, slices, (uint)wanted) < 0)
        {
            return NvmlReturn.InvalidArgument;
        }

        int start = wantedStart ?? FirstFreeStart(instance, width);
        int device = Array.IndexOf(_devices, null);
        if (start < 0 || device < 0 || !IsFree(instance, start, width))
        {
            return NvmlReturn.InsufficientResources;
        }

        int id = 0;
        while (instance.ComputeInstances.Exists(other => other.Id == id))
        {
            id++;
        }

        string uuid = gpu.Driver.Branch < DriverAge.MigUuidsOfTheirOwn
            ? SimulatedIdentity.PositionalMigUuid(gpu.Uuid, instance.Id, id)
            : SimulatedIdentity.MigUuid(gpu.Uuid, instance.Profile.Id, instance.Placement, width, start);
        created = new ComputeInstance(instance, id, width, start, uuid) { MigIndex = device };
        _devices[device] = created;
        instance.ComputeInstances.Add(created);
        instance.ComputeInstances.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        Generation++;
        return NvmlReturn.Success;
    }

    public static int RemainingComputeCapacity(GpuInstance instance, int width)
    {
        int free = 0;
        for (int position = 0; position < ComputeProfile.MaxInstances(width, instance.Profile.ComputeSlices); position++)
        {
            free += IsFree(instance, ComputeProfile.Start(width, position), width) ? 1 : 0;
        }

        return free;
    }

    public void Destroy(ComputeInstance compute)
    {
        compute.Parent.ComputeInstances.Remove(compute);
        _devices[compute.MigIndex] = null;
        Generation++;
    }

    public void Destroy(GpuInstance instance)
    {
        GpuInstances.Remove(instance);
        Generation++;
    }

    public void Clear()
    {
        GpuInstances.Clear();
        Array.Clear(_devices);
        Generation++;
    }

    public bool IsFree(BoardPlacement placement)
    {
        foreach (GpuInstance other in GpuInstances)
        {
            if (other.Placement.Overlaps(placement))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many more instances the limits beside placement allow: per profile, engines the board has once, compute slices.</summary>
    private int RoomFor(BoardProfile profile)
    {
        BoardProfile whole = Board.Whole;
        int room = profile.MaxInstances;
        int compute = Board.ComputeSlices, decoders = whole.Decoders, encoders = whole.Encoders, jpeg = whole.Jpeg, flow = whole.OpticalFlow;
        foreach (GpuInstance other in GpuInstances)
        {
            room -= other.Profile.Id == profile.Id ? 1 : 0;
            compute -= other.Profile.ComputeSlices;
            decoders -= other.Profile.Decoders;
            encoders -= other.Profile.Encoders;
            jpeg -= other.Profile.Jpeg;
            flow -= other.Profile.OpticalFlow;
        }

        room = Math.Min(room, compute / profile.ComputeSlices);
        room = Share(room, decoders, profile.Decoders);
        room = Share(room, encoders, profile.Encoders);
        room = Share(room, jpeg, profile.Jpeg);
        return Math.Max(0, Share(room, flow, profile.OpticalFlow));
    }

    private static int Share(int room, int left, int each) => each == 0 ? room : Math.Min(room, left / each);

    private static bool IsFree(GpuInstance instance, int start, int width)
    {
        foreach (ComputeInstance other in instance.ComputeInstances)
        {
            if (start < other.End && other.Start < start + width)
            {
                return false;
            }
        }

        return true;
    }

    private static int FirstFreeStart(GpuInstance instance, int width)
    {
        for (int position = 0; position < ComputeProfile.MaxInstances(width, instance.Profile.ComputeSlices); position++)
        {
            int start = ComputeProfile.Start(width, position);
            if (IsFree(instance, start, width))
            {
                return start;
            }
        }

        return -1;
    }

    /// <summary>Ids come in classes by size: on seven-slice boards 7g has 0, halves 1-2, quarters 3-6, eighths 7-14.</summary>
    private int LowestFreeId(BoardProfile profile)
    {
        int id = (Board.MemorySlices / profile.MemorySlices) - 1;
        while (Find((uint)id) is not null)
        {
            id++;
        }

        return id;
    }
}
