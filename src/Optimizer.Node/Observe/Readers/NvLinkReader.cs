using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Readers;

/// <summary>NVLinks of one GPU, all together: states and errors on slow cycles, traffic on every one.</summary>
internal sealed class NvLinkReader
{
    // The newest header's bound; enumeration ends earlier, at the first link the board does not have.
    private const uint MaxLinks = 36;
    private const ulong BytesPerKibibyte = 1024;

    private static readonly (NvLinkErrorKind Kind, uint Field, uint Newer)[] ErrorFields =
    [
        (NvLinkErrorKind.CrcFlit, NvmlField.NvLinkCrcFlitErrors, 0),
        (NvLinkErrorKind.CrcData, NvmlField.NvLinkCrcDataErrors, 0),
        (NvLinkErrorKind.Replay, NvmlField.NvLinkReplayErrors, 0),
        (NvLinkErrorKind.Recovery, NvmlField.NvLinkRecoveryErrors, NvmlField.NvLink5RecoveryEvents),
        (NvLinkErrorKind.MalformedPacket, NvmlField.NvLink5MalformedPackets, 0),
        (NvLinkErrorKind.BufferOverrun, NvmlField.NvLink5BufferOverruns, 0),
        (NvLinkErrorKind.Receive, NvmlField.NvLink5ReceiveErrors, 0),
        (NvLinkErrorKind.LocalIntegrity, NvmlField.NvLink5LocalIntegrityErrors, 0),
        (NvLinkErrorKind.TransmitDiscard, NvmlField.NvLink5TransmitDiscards, 0),
        (NvLinkErrorKind.Effective, NvmlField.NvLink5EffectiveErrors, 0),
        (NvLinkErrorKind.Symbol, NvmlField.NvLink5SymbolErrors, 0),
    ];

    private readonly MonotoneCounter[] _errors = new MonotoneCounter[ErrorFields.Length];
    private MonotoneCounter _sent;
    private MonotoneCounter _received;
    private bool? _isNvLink5;
    private NvLinkReading? _slow;

    public NvLinkReading? Read(GpuProbe gpu, FieldBatch fast, FieldBatch slow, bool slowCycle)
    {
        if (slowCycle)
        {
            _slow = ReadSlow(gpu, slow);
        }

        if (_slow is null)
        {
            return null;
        }

        // One source for good: the generations' counters start apart, and a jump between them would be counted as traffic.
        _isNvLink5 ??= fast.Unsigned(NvmlField.NvLink5BytesTx) is not null ? true
            : fast.Unsigned(NvmlField.NvLinkThroughputDataTx) is not null ? false : null;
        ulong? sent = _isNvLink5 == true ? fast.Unsigned(NvmlField.NvLink5BytesTx) : Kibibytes(fast.Unsigned(NvmlField.NvLinkThroughputDataTx));
        ulong? received = _isNvLink5 == true ? fast.Unsigned(NvmlField.NvLink5BytesRx) : Kibibytes(fast.Unsigned(NvmlField.NvLinkThroughputDataRx));
        return _slow with { TxBytes = _sent.Update(sent), RxBytes = _received.Update(received) };
    }

    private static ulong? Kibibytes(ulong? count) => count < ulong.MaxValue / BytesPerKibibyte ? count * BytesPerKibibyte : null;

    private NvLinkReading? ReadSlow(GpuProbe gpu, FieldBatch slow)
    {
        (int active, int inactive) = CountLinks(gpu);
        if (active + inactive == 0)
        {
            return null;
        }

        byte? fabric = gpu.Ask(NvmlFunction.DeviceGetGpuFabricInfoV, static (nvml, device) => nvml.FabricState(device));
        return new NvLinkReading
        {
            ActiveLinks = active,
            InactiveLinks = inactive,
            Errors = ReadErrors(slow),
            Fabric = fabric is byte state && Enum.IsDefined((FabricState)state) ? (FabricState)state : null,
        };
    }

    private static (int Active, int Inactive) CountLinks(GpuProbe gpu)
    {
        int active = 0, inactive = 0;
        for (uint link = 0; link < MaxLinks && gpu.MayAsk(NvmlFunction.DeviceGetNvLinkState, link); link++)
        {
            NvmlResult<uint> state = gpu.Nvml.NvLinkState(gpu.Device, link);
            if (state.Code == NvmlReturn.InvalidArgument)
            {
                break; // past the last link: how an enumeration ends
            }

            if (!gpu.Accept(NvmlFunction.DeviceGetNvLinkState, link, state.Code))
            {
                break;
            }

            active += state.Value == 0 ? 0 : 1;
            inactive += state.Value == 0 ? 1 : 0;
        }

        return (active, inactive);
    }

    private ValueArray<NvLinkErrors> ReadErrors(FieldBatch slow)
    {
        List<NvLinkErrors> errors = new(ErrorFields.Length);
        for (int index = 0; index < ErrorFields.Length; index++)
        {
            (NvLinkErrorKind kind, uint field, uint newer) = ErrorFields[index];
            ulong? raw = slow.Unsigned(_isNvLink5 == true && newer != 0 ? newer : field);
            if (_errors[index].Update(raw) is ulong count)
            {
                errors.Add(new NvLinkErrors(kind, count));
            }
        }

        return errors.ToValueArray();
    }
}
