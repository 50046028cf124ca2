using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>ECC, row remapping and the recovery action. The last readable remap state is kept while MIG instances hide it.</summary>
internal sealed class ReliabilityReader
{
    private const uint DramLocation = 2;
    private const uint SramLocation = 7;
    private static readonly (EccLocation Location, uint Number)[] Locations =
        [(EccLocation.Dram, DramLocation), (EccLocation.Sram, SramLocation)];

    private readonly MonotoneCounter[] _ecc = new MonotoneCounter[2 * 2 * 3];
    private ReliabilityReading _last = new();

    /// <summary>The last remap state, to be kept over a restart; setting it does not hide a newer one.</summary>
    public RowRemapReading? RowRemap
    {
        get => _last.RowRemap;
        set => _last = _last with { RowRemap = _last.RowRemap ?? value };
    }

    public ReliabilityReading Read(GpuProbe gpu, FieldBatch slow, Instant at, bool slowCycle)
    {
        if (!slowCycle)
        {
            return _last;
        }

        (uint Current, uint Pending)? mode = gpu.Ask(NvmlFunction.DeviceGetEccMode, static (nvml, device) => nvml.EccMode(device));
        NvmlRowRemapperHistogramValues? banks =
            gpu.Ask(NvmlFunction.DeviceGetRowRemapperHistogram, static (nvml, device) => nvml.RowRemapperHistogram(device));
        double? recovery = slow.Number(NvmlField.GpuRecoveryAction);
        _last = new ReliabilityReading
        {
            EccEnabled = mode is null ? null : mode.Value.Current != 0,
            EccPending = mode is null ? null : mode.Value.Pending != 0,
            EccErrors = mode is { Current: 0 } ? [] : ReadEcc(gpu),
            RowRemap = ReadRowRemap(gpu, at) ?? _last.RowRemap,
            RemapBanks = banks is NvmlRowRemapperHistogramValues b ? new RowRemapBanks(b.Max, b.High, b.Partial, b.Low, b.None) : null,
            Recovery = recovery is double action && Enum.IsDefined((RecoveryAction)(int)action) ? (RecoveryAction)(int)action : null,
        };
        return _last;
    }

    private static RowRemapReading? ReadRowRemap(GpuProbe gpu, Instant at)
    {
        if (gpu.Ask(NvmlFunction.DeviceGetRemappedRows_v2, static (nvml, device) => nvml.RemappedRowsV2(device)) is NvmlRemappedRowsInfoV2 v2)
        {
            return new RowRemapReading(v2.CorrActiveRemaps, v2.UncActiveRemaps, v2.BPending != 0, v2.BFailureOccurred != 0, at);
        }

        (uint Correctable, uint Uncorrectable, bool Pending, bool Failed)? rows =
            gpu.Ask(NvmlFunction.DeviceGetRemappedRows, static (nvml, device) => nvml.RemappedRows(device));
        return rows is null ? null : new RowRemapReading(rows.Value.Correctable, rows.Value.Uncorrectable, rows.Value.Pending, rows.Value.Failed, at);
    }

    private ValueArray<EccErrorCount> ReadEcc(GpuProbe gpu)
    {
        List<EccErrorCount> counts = new(12);
        foreach (EccSeverity severity in Enum.GetValues<EccSeverity>())
        {
            foreach (EccScope scope in Enum.GetValues<EccScope>())
            {
                foreach ((EccLocation location, uint number) in Locations)
                {
                    Add(counts, severity, scope, location, Count(gpu, severity, scope, number));
                }

                Add(counts, severity, scope, EccLocation.All, Total(gpu, severity, scope));
            }
        }

        return counts.ToValueArray();
    }

    private void Add(List<EccErrorCount> counts, EccSeverity severity, EccScope scope, EccLocation location, ulong? raw)
    {
        int slot = (((int)severity * 2) + (int)scope) * 3 + (int)location;
        if (_ecc[slot].Update(raw) is ulong count)
        {
            counts.Add(new EccErrorCount(severity, scope, location, count));
        }
    }

    private static ulong? Count(GpuProbe gpu, EccSeverity severity, EccScope scope, uint location)
    {
        uint variant = 1 + ((uint)severity * 16) + ((uint)scope * 8) + location;
        if (!gpu.MayAsk(NvmlFunction.DeviceGetMemoryErrorCounter, variant))
        {
            return null;
        }

        NvmlResult<ulong> result = gpu.Nvml.MemoryErrorCounter(gpu.Device, (uint)severity, (uint)scope, location);
        return gpu.Accept(NvmlFunction.DeviceGetMemoryErrorCounter, variant, result.Code) ? result.Value : null;
    }

    private static ulong? Total(GpuProbe gpu, EccSeverity severity, EccScope scope)
    {
        uint variant = ((uint)severity * 2) + (uint)scope;
        if (!gpu.MayAsk(NvmlFunction.DeviceGetTotalEccErrors, variant))
        {
            return null;
        }

        NvmlResult<ulong> result = gpu.Nvml.TotalEccErrors(gpu.Device, (uint)severity, (uint)scope);
        return gpu.Accept(NvmlFunction.DeviceGetTotalEccErrors, variant, result.Code) ? result.Value : null;
    }
}
