using Optimizer.Control.Ports;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <summary>Every GPU seen since the start, present or lost, by UUID: indexes move, UUIDs do not.</summary>
internal sealed class GpuFleet(
    SamplerOptions options, CollectorLedger collectors, ReadingGuard guard, IHostTopology topology, ProcessDirectory directory)
{
    private readonly SortedDictionary<GpuUuid, GpuObserver> _gpus = [];

    /// <summary>GPUs to report, lost ones included.</summary>
    public IReadOnlyCollection<GpuObserver> Present => _gpus.Values;

    public IReadOnlyCollection<GpuObserver> All => _gpus.Values;

    /// <summary>GPUs left alone because the operator said so.</summary>
    public int Excluded { get; private set; }

    /// <summary>A GPU does not answer, for another reason than a stuck call.</summary>
    public bool AnyLost => _gpus.Values.Any(static gpu => gpu.Device == 0 || gpu.TroubleCode != NvmlReturn.Success);

    public bool NoneStuck => _gpus.Values.All(static gpu => gpu.Stuck is null);

    /// <summary>A GPU was already lost in an earlier cycle.</summary>
    public bool LostBefore { get; set; }

    public GpuObserver? Find(GpuUuid uuid) => _gpus.GetValueOrDefault(uuid);

    /// <summary>Takes the driver's list: new GPUs are added, handles renewed, missing ones marked.</summary>
    public void Update(NvmlLibrary nvml, long epoch, IReadOnlyList<ListedDevice> devices)
    {
        HashSet<GpuUuid> listed = [];
        Excluded = 0;
        foreach (ListedDevice device in devices)
        {
            // A GPU that was dead before the daemon started has no UUID to go by; it is shown under its index until it tells.
            GpuUuid uuid = device.Uuid ?? KnownAt(device.Index) ?? Nameless(device.Index);
            if (options.ExcludedGpus.Span.Contains(uuid.Value))
            {
                Excluded++;
                continue;
            }

            listed.Add(uuid);
            Take(nvml, epoch, uuid, device);
        }

        foreach (GpuObserver gpu in _gpus.Values.Where(gpu => !listed.Contains(gpu.Uuid)).ToArray())
        {
            if (gpu.Uuid == Nameless(gpu.Identity.Index))
            {
                _gpus.Remove(gpu.Uuid); // it has a name now, or the list became shorter
            }
            else
            {
                gpu.Detach("The driver no longer lists the GPU (check dmesg for Xid 79 and the PCIe link).");
            }
        }

        LostBefore = LostBefore && AnyLost;
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

    private GpuUuid? KnownAt(uint index)
    {
        foreach (GpuObserver gpu in _gpus.Values)
        {
            if (gpu.Identity.Index == index && gpu.Uuid != Nameless(index))
            {
                return gpu.Uuid;
            }
        }

        return null;
    }

    private void Take(NvmlLibrary nvml, long epoch, GpuUuid uuid, ListedDevice device)
    {
        if (!_gpus.TryGetValue(uuid, out GpuObserver? gpu))
        {
            gpu = _gpus[uuid] = new GpuObserver(uuid, device.Index, options, collectors, guard, topology, directory)
            {
                RowRemap = options.RememberedRowRemaps.Find(uuid),
            };
        }

        if (gpu.Stuck is { IsCompleted: false })
        {
            return;
        }

        if (device.Trouble is not null)
        {
            gpu.Detach(device.Trouble);
            return;
        }

        gpu.Attach(nvml, epoch, device.Device, device.Index);
    }
}
