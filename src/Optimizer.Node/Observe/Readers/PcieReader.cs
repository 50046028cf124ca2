using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>PCIe link, traffic and errors. Link and errors are slow facts; traffic comes with the fast fields, never from the 20 ms call.</summary>
internal sealed class PcieReader
{
    // Twice a PCIe 5.0 x16 link: no traffic is faster, so a counter that seems to have counted more was reset.
    private const double MostBytesPerSecond = 128e9;
    private const uint FirstErrorField = NvmlField.PcieCorrectableErrors;
    private static readonly PcieErrorKind[] Kinds = Enum.GetValues<PcieErrorKind>();

    private readonly MonotoneCounter[] _errors = new MonotoneCounter[Kinds.Length];
    private MonotoneCounter _sent;
    private MonotoneCounter _received;
    private MonotoneCounter _replays;
    private PcieReading _slow = new();

    public PcieReading Read(GpuProbe gpu, FieldBatch fast, FieldBatch slow, Cycle cycle, bool slowCycle)
    {
        if (slowCycle)
        {
            _slow = ReadSlow(gpu, slow);
        }

        return _slow with
        {
            TxBytes = Traffic(ref _sent, fast, NvmlField.PcieBytesTx, cycle),
            RxBytes = Traffic(ref _received, fast, NvmlField.PcieBytesRx, cycle),
            Replays = _replays.Update(gpu.Ask(NvmlFunction.DeviceGetPcieReplayCounter, static (nvml, device) => nvml.PcieReplays(device))),
        };
    }

    private static ulong? Traffic(ref MonotoneCounter counter, FieldBatch fast, uint field, Cycle cycle) =>
        counter.Update(fast.Unsigned(field), mostSinceLast: (ulong)(MostBytesPerSecond * Math.Clamp(cycle.SinceLast.TotalSeconds, 0, 3600)));

    private PcieReading ReadSlow(GpuProbe gpu, FieldBatch slow) => new()
    {
        CurrentGeneration = gpu.Ask(NvmlFunction.DeviceGetCurrPcieLinkGeneration, static (nvml, device) => nvml.PcieGeneration(device)),
        MaxGeneration = gpu.Ask(NvmlFunction.DeviceGetMaxPcieLinkGeneration, static (nvml, device) => nvml.MaxPcieGeneration(device)),
        CurrentLanes = gpu.Ask(NvmlFunction.DeviceGetCurrPcieLinkWidth, static (nvml, device) => nvml.PcieLanes(device)),
        MaxLanes = gpu.Ask(NvmlFunction.DeviceGetMaxPcieLinkWidth, static (nvml, device) => nvml.MaxPcieLanes(device)),
        Errors = ReadErrors(slow),
    };

    private ValueArray<PcieErrors> ReadErrors(FieldBatch slow)
    {
        List<PcieErrors> errors = new(Kinds.Length);
        foreach (PcieErrorKind kind in Kinds)
        {
            // The enum follows the field numbers, 173 onwards.
            if (_errors[(int)kind].Update(slow.Unsigned(FirstErrorField + (uint)kind)) is ulong count)
            {
                errors.Add(new PcieErrors(kind, count));
            }
        }

        return errors.ToValueArray();
    }
}
