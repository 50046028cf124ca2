using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Physics;

namespace Optimizer.Simulation.Functions;

/// <summary>Field values: many readings in one call, each with its own code.</summary>
internal static unsafe class FieldFunctions
{
    /// <summary>Counters of fields 197 and 198 wrap at this many bytes: 40 bits, about four minutes at 5 GB/s.</summary>
    public const ulong PcieWrap = 1UL << 40;

    private const uint AllLinks = uint.MaxValue;

    public static void AddTo(FunctionTable table, SimulatedDriver driver) =>
        table.Add(NvmlFunction.DeviceGetFieldValues, TargetKind.Gpu, (in CallTarget target, uint count, void* values) =>
        {
            if (values == null || count is 0 or > int.MaxValue)
            {
                return NvmlReturn.InvalidArgument;
            }

            NvmlFieldValue* fields = (NvmlFieldValue*)values;
            for (int index = 0; index < (int)count; index++)
            {
                Fill(driver, target.Gpu!, ref fields[index]);
            }

            return NvmlReturn.Success;
        });

    private static void Fill(SimulatedDriver driver, SimulatedGpu gpu, ref NvmlFieldValue field)
    {
        NvmlFieldValue answer = new() { FieldId = field.FieldId, ScopeId = field.ScopeId };
        answer.NvmlReturn = driver.Branch < DriverAge.FieldSince(field.FieldId) ? NvmlReturn.NotSupported : Read(gpu, driver.CallTime, ref answer);
        if (answer.NvmlReturn == NvmlReturn.Success)
        {
            answer.Timestamp = driver.CallMicroseconds;
        }

        field = answer;
    }

    private static NvmlReturn Read(SimulatedGpu gpu, double now, ref NvmlFieldValue field)
    {
        GpuReliability errors = gpu.Reliability;
        return field.FieldId switch
        {
            NvmlField.PowerThrottleTime => Wide(ref field, gpu.Power.PowerCapNanoseconds(now)),
            NvmlField.ThermalThrottleTime => Wide(ref field, gpu.Power.SwThermalNanoseconds(now)),
            NvmlField.SyncBoostThrottleTime => Wide(ref field, 0),
            NvmlField.MemoryTemperature => Narrow(ref field, (uint)Math.Round(gpu.Power.MemoryCelsius)),
            NvmlField.TotalEnergy => Wide(ref field, gpu.Power.Millijoules(now)),
            NvmlField.PcieReplays => Narrow(ref field, errors.PcieReplays),
            >= NvmlField.RemappedRowsCorrectable and <= NvmlField.RemappedRowsFailure => Rows(gpu, ref field),
            NvmlField.PcieCorrectableErrors => Narrow(ref field, errors.PcieCorrectable),
            >= NvmlField.PcieNakReceived and <= NvmlField.PcieLaneErrors => Narrow(ref field, 0),
            NvmlField.ResetlessMig => Narrow(ref field, gpu.IsHopperOrNewer ? 1u : 0u),
            >= NvmlField.PowerAverage and <= NvmlField.PowerLimitRequested => Power(gpu, ref field),
            NvmlField.PcieBytesTx => Wide(ref field, (ulong)gpu.Engines.Total(Engine.PcieTx, now) % PcieWrap),
            NvmlField.PcieBytesRx => Wide(ref field, (ulong)gpu.Engines.Total(Engine.PcieRx, now) % PcieWrap),
            NvmlField.MigQueryIndependentOfMode => Narrow(ref field, 1),
            NvmlField.GpuRecoveryAction => Narrow(ref field, errors.RecoveryAction),
            NvmlField.SwThermalThrottleTime => Wide(ref field, gpu.Power.SwThermalNanoseconds(now)),
            NvmlField.HwThermalThrottleTime => Wide(ref field, gpu.Power.HwThermalNanoseconds(now)),
            NvmlField.HwPowerBrakeTime => Wide(ref field, 0),
            _ => Links(gpu, now, ref field),
        };
    }

    private static NvmlReturn Rows(SimulatedGpu gpu, ref NvmlFieldValue field) => ReliabilityFunctions.Hidden(gpu) ? NvmlReturn.NotSupported : field.FieldId switch
    {
        NvmlField.RemappedRowsCorrectable => Narrow(ref field, gpu.Reliability.RemappedCorrectable),
        NvmlField.RemappedRowsUncorrectable => Narrow(ref field, gpu.Reliability.RemappedUncorrectable),
        NvmlField.RemappedRowsPending => Narrow(ref field, gpu.Reliability.RemapPending ? 1u : 0u),
        _ => Narrow(ref field, gpu.Reliability.RemapFailed ? 1u : 0u),
    };

    /// <summary>Only scope 0, the GPU, is measured; module power exists on Grace systems.</summary>
    private static NvmlReturn Power(SimulatedGpu gpu, ref NvmlFieldValue field) => field.FieldId switch
    {
        NvmlField.PowerAverage or NvmlField.PowerInstant when field.ScopeId != 0 => NvmlReturn.NotSupported,
        NvmlField.PowerAverage or NvmlField.PowerInstant => Narrow(ref field, gpu.Power.Milliwatts),
        NvmlField.PowerLimitMin => Narrow(ref field, (uint)gpu.Physics.MinPowerLimitWatts * 1000),
        NvmlField.PowerLimitMax or NvmlField.PowerLimitDefault => Narrow(ref field, (uint)gpu.Physics.PowerLimitWatts * 1000),
        NvmlField.PowerLimitCurrent or NvmlField.PowerLimitRequested => Narrow(ref field, (uint)(gpu.Power.LimitWatts * 1000)),
        _ => NvmlReturn.NotSupported,
    };

    private static NvmlReturn Links(SimulatedGpu gpu, double now, ref NvmlFieldValue field)
    {
        int links = gpu.Physics.NvLinks;
        bool whole = field.ScopeId == AllLinks;
        if (links == 0 || (!whole && field.ScopeId >= links && field.FieldId >= NvmlField.NvLinkThroughputDataTx))
        {
            return links == 0 ? NvmlReturn.NotSupported : NvmlReturn.InvalidArgument;
        }

        double share = whole ? 1 : 1.0 / links;
        return field.FieldId switch
        {
            NvmlField.NvLinkCount => Narrow(ref field, (uint)links),
            NvmlField.NvLinkSpeed => Narrow(ref field, (uint)gpu.Physics.NvLinkMegabytesPerSecond),
            _ => gpu.Physics.NvLinkVersion >= 5 ? Fifth(gpu, now, share, ref field) : Fourth(gpu, now, share, ref field),
        };
    }

    private static NvmlReturn Fourth(SimulatedGpu gpu, double now, double share, ref NvmlFieldValue field) => field.FieldId switch
    {
        NvmlField.NvLinkCrcFlitErrors => Wide(ref field, gpu.Reliability.NvLinkCrc),
        NvmlField.NvLinkCrcDataErrors => Wide(ref field, 0),
        NvmlField.NvLinkReplayErrors => Wide(ref field, gpu.Reliability.NvLinkReplays),
        NvmlField.NvLinkRecoveryErrors => Wide(ref field, gpu.Reliability.NvLinkRecoveries),
        NvmlField.NvLinkThroughputDataTx => Wide(ref field, (ulong)(gpu.Engines.Total(Engine.NvLinkTx, now) * share / 1024)),
        NvmlField.NvLinkThroughputDataRx => Wide(ref field, (ulong)(gpu.Engines.Total(Engine.NvLinkRx, now) * share / 1024)),
        _ => NvmlReturn.NotSupported,
    };

    private static NvmlReturn Fifth(SimulatedGpu gpu, double now, double share, ref NvmlFieldValue field) => field.FieldId switch
    {
        NvmlField.NvLink5BytesTx => Wide(ref field, (ulong)(gpu.Engines.Total(Engine.NvLinkTx, now) * share)),
        NvmlField.NvLink5BytesRx => Wide(ref field, (ulong)(gpu.Engines.Total(Engine.NvLinkRx, now) * share)),
        NvmlField.NvLink5SymbolErrors => Wide(ref field, gpu.Reliability.NvLinkCrc),
        NvmlField.NvLink5RecoveryEvents => Wide(ref field, gpu.Reliability.NvLinkRecoveries),
        >= NvmlField.NvLink5MalformedPackets and <= NvmlField.NvLink5SymbolErrors => Wide(ref field, 0),
        _ => NvmlReturn.NotSupported,
    };

    private static NvmlReturn Narrow(ref NvmlFieldValue field, uint value)
    {
        field.ValueType = NvmlValueType.UnsignedInt;
        field.Value.UnsignedInt = value;
        return NvmlReturn.Success;
    }

    private static NvmlReturn Wide(ref NvmlFieldValue field, ulong value)
    {
        field.ValueType = NvmlValueType.UnsignedLongLong;
        field.Value.UnsignedLongLong = value;
        return NvmlReturn.Success;
    }
}
