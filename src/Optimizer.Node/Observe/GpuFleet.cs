using Optimizer.Control.Ports;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Every GPU seen since the start, present or lost, by UUID: indexes move, UUIDs do not.</summary>
internal sealed class GpuFleet(
    SamplerOptions options, CollectorLedger collectors, ReadingGuard guard, IHostTopology topology, ProcessDirectory directory)
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<GpuUuid, GpuObserver> _gpus = [];

    /// <summary>GPUs to report, lost ones included.</summary>
    public IReadOnlyCollection<GpuObserver> All => _gpus.Values;

    /// <summary>GPUs left alone because the operator said so.</summary>
    public int Excluded { get; private set; }

    /// <summary>A GPU does not answer, for another reason than a stuck call.</summary>
    public bool AnyLost => _gpus.Values.Any(static gpu => !gpu.IsStuck && (gpu.Device == 0 || gpu.TroubleCode != NvmlReturn.Success));

    public bool NoneStuck => _gpus.Values.All(static gpu => !gpu.IsStuck);

    /// <summary>Finds a GPU. Thread safe: announcements come from outside the cycle.</summary>
    public GpuObserver? Find(GpuUuid uuid)
    {
        lock (_gate)
        {
            return _gpus.GetValueOrDefault(uuid);
        }
    }

    /// <summary>The GPU last known at an index; null when none was.</summary>
    public GpuObserver? At(uint index)
    {
        foreach (GpuObserver gpu in _gpus.Values)
        {
            if (gpu.Identity.Index == index && gpu.IsListed && gpu.Uuid != Nameless(index))
            {
                return gpu;
            }
        }

        return _gpus.GetValueOrDefault(Nameless(index));
    }

    /// <summary>The observer of a GPU that tells no UUID; shown under its index until it does.</summary>
    public GpuObserver Unnamed(uint index) => At(index) ?? Add(Nameless(index), index);

    /// <summary>Takes the driver's list: new GPUs are added, missing ones marked.</summary>
    /// <returns>The GPUs with a handle to attach to.</returns>
    public List<(GpuObserver Gpu, ListedDevice Device)> Update(IReadOnlyList<ListedDevice> devices)
    {
        List<(GpuObserver Gpu, ListedDevice Device)> attach = [];
        HashSet<GpuUuid> listed = [];
        Excluded = 0;
        foreach (ListedDevice device in devices)
        {
            GpuUuid uuid = device.Uuid ?? Unnamed(device.Index).Uuid;
            if (options.ExcludedGpus.Span.Contains(uuid.Value))
            {
                Excluded++;
                continue;
            }

            listed.Add(uuid);
            GpuObserver gpu = Find(uuid) ?? Add(uuid, device.Index);
            gpu.IsListed = true;
            if (gpu.IsStuck)
            {
                continue;
            }

            if (device.Trouble is not null)
            {
                gpu.Detach(device.Trouble);
            }
            else
            {
                attach.Add((gpu, device));
            }
        }

        DropMissing(listed);
        return attach;
    }

    /// <summary>The GPUs that answered, with their processes.</summary>
    public IEnumerable<(GpuSnapshot Gpu, IReadOnlyList<(GpuProcess Process, KnownProcess Known)> Processes)> WithProcesses(IEnumerable<GpuSnapshot> gpus)
    {
        foreach (GpuSnapshot gpu in gpus)
        {
            if (gpu.Availability == GpuAvailability.Up && Find(gpu.Uuid) is GpuObserver observer)
            {
                yield return (gpu, observer.Processes);
            }
        }
    }

    private static GpuUuid Nameless(uint index) => new($"unknown-{index}");

    private GpuObserver Add(GpuUuid uuid, uint index)
    {
        GpuObserver gpu = new(uuid, index, options, collectors, guard, topology, directory)
        {
            RowRemap = options.RememberedRowRemaps.Find(uuid),
        };
        lock (_gate)
        {
            return _gpus[uuid] = gpu;
        }
    }

    private void DropMissing(HashSet<GpuUuid> listed)
    {
        foreach (GpuObserver gpu in _gpus.Values.Where(gpu => !listed.Contains(gpu.Uuid) && !gpu.IsStuck).ToArray())
        {
            gpu.IsListed = false;
            if (gpu.Uuid != Nameless(gpu.Identity.Index))
            {
                gpu.Detach("The driver no longer lists the GPU (check dmesg for Xid 79 and the PCIe link).");
                continue;
            }

            lock (_gate)
            {
                _gpus.Remove(gpu.Uuid); // it has a name now, or the list became shorter
            }
        }
    }
}
