using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe.Mig;
using Optimizer.Node.Observe.Readers;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe;

/// <content>The readings of one cycle.</content>
internal sealed partial class GpuObserver
{
    private const uint UncorrectedError = 1;
    private const uint VolatileCounter = 0;
    private const uint SramLocation = 7;

    private static readonly uint[] FastFields =
    [
        NvmlField.MemoryTemperature, NvmlField.PowerInstant, NvmlField.PowerThrottleTime, NvmlField.ThermalThrottleTime,
        NvmlField.SyncBoostThrottleTime, NvmlField.SwThermalThrottleTime, NvmlField.HwThermalThrottleTime, NvmlField.HwPowerBrakeTime,
        NvmlField.PcieBytesTx, NvmlField.PcieBytesRx,
    ];

    private static readonly uint[] FastLinkFields =
    [
        NvmlField.NvLinkThroughputDataTx, NvmlField.NvLinkThroughputDataRx, NvmlField.NvLink5BytesTx, NvmlField.NvLink5BytesRx,
    ];

    private static readonly uint[] SlowFields =
    [
        NvmlField.PowerLimitMin, NvmlField.PowerLimitMax, NvmlField.PowerLimitDefault, NvmlField.PowerLimitCurrent, NvmlField.PowerLimitRequested,
        NvmlField.PcieCorrectableErrors, NvmlField.PcieNakReceived, NvmlField.PcieReceiverErrors, NvmlField.PcieBadTlp, NvmlField.PcieNakSent,
        NvmlField.PcieBadDllp, NvmlField.PcieNonFatalErrors, NvmlField.PcieFatalErrors, NvmlField.PcieUnsupportedRequests,
        NvmlField.PcieLcrcErrors, NvmlField.PcieLaneErrors, NvmlField.GpuRecoveryAction,
        NvmlField.NvLinkCrcFlitErrors, NvmlField.NvLinkCrcDataErrors, NvmlField.NvLinkReplayErrors, NvmlField.NvLinkRecoveryErrors,
    ];

    private static readonly uint[] SlowLinkFields =
    [
        NvmlField.NvLink5MalformedPackets, NvmlField.NvLink5BufferOverruns, NvmlField.NvLink5ReceiveErrors, NvmlField.NvLink5LocalIntegrityErrors,
        NvmlField.NvLink5TransmitDiscards, NvmlField.NvLink5RecoveryEvents, NvmlField.NvLink5EffectiveErrors, NvmlField.NvLink5SymbolErrors,
    ];

    /// <summary>Runs one collector when it is on and the GPU still answers, and accounts for its time.</summary>
    private T? Run<T>(Collector collector, Func<T?> read)
    {
        if (!_collectors.IsEnabled(collector) || !_probe.IsAlive)
        {
            return default;
        }

        _probe.Collector = collector;
        long startedAt = _collectors.Start();
        T? value = read();
        _collectors.Ran(collector, startedAt);
        return _probe.IsAlive ? value : default;
    }

    private bool ReadMig(ref bool slow)
    {
        bool changed = false;
        bool scanned = Run(Collector.Mig, () => _mig.Scan(_probe, out changed));
        if (changed)
        {
            // Instances hide some readings (row remapping) and reveal others: ask for everything again.
            _probe.Forget();
            _fast.Forget();
            _slow.Forget();
            slow = true;
        }

        return scanned;
    }

    // The fields serve several collectors, so they are read whichever of those is on.
    private void ReadFields(bool slow)
    {
        _probe.Collector = Collector.Inventory;
        _fast.Read(_probe);
        if (slow)
        {
            _slow.Read(_probe);
        }
    }

    private GpuSnapshot ReadDevice(Cycle cycle, bool slow) => new()
    {
        Uuid = Uuid,
        Availability = GpuAvailability.Up,
        Identity = Identity with { Multiprocessors = _mig.Multiprocessors ?? Identity.Multiprocessors },
        Utilization = Run(Collector.Utilization, () => UtilizationReader.Read(_probe, _guard)),
        Activity = Run(Collector.Activity, () => _activity.ReadWhole(_probe, _guard)),
        Memory = Run(Collector.Memory, () => MemoryReader.Read(_probe)),
        Thermal = Run(Collector.Power, () => PowerReader.ReadThermal(_probe, _fast, _guard)),
        Power = Run(Collector.Power, () => _power.Read(_probe, _fast, _slow, _guard, slow)),
        Clocks = Run(Collector.Clocks, () => _clocks.Read(_probe, _fast, _guard)),
        Pcie = Run(Collector.Pcie, () => _pcie.Read(_probe, _fast, _slow, cycle, slow)),
        NvLink = Run(Collector.Nvlink, () => _nvlink.Read(_probe, _fast, _slow, slow)),
        Reliability = (Run(Collector.Reliability, () => _reliability.Read(_probe, _slow, cycle.At, slow)) ?? new ReliabilityReading()) with
        {
            Xids = _collectors.IsEnabled(Collector.Events) ? Events.Xids() : [],
            Events = EventCounts(),
        },
        Processes = Run(Collector.Processes, () => _processes.Read(_probe, _mig, cycle.At)),
        ProcessList = _processes.List(),
    };

    private MigReading? ReadInstances(Cycle cycle, GpuSnapshot device)
    {
        IReadOnlyList<InstanceRecord> records = _mig.Layout.Records;
        GpuInstanceSnapshot[] instances = new GpuInstanceSnapshot[records.Count];
        bool knowsProcesses = device.Processes is not null;
        _use.Clear();
        for (int index = 0; index < instances.Length; index++)
        {
            InstanceRecord record = records[index];
            EngineActivity? activity = Run(Collector.Activity, () => _activity.ReadInstance(_probe, record, _guard));
            int? processes = knowsProcesses ? _processes.CountOf(record.Scanned.Id) : null;
            if (activity?.SmRatio is double sm && sm < _options.IdleThresholdRatio && processes > 0)
            {
                record.IdleSeconds += cycle.SinceLast.TotalSeconds;
            }

            _use.Add((record, activity?.SmRatio, processes > 0));
            instances[index] = ToSnapshot(record, activity, processes);
        }

        if (_mig.IsEnabled)
        {
            _energy.Add(device.Power, cycle.SinceLast, _mig.Multiprocessors, _use);
        }

        for (int index = 0; index < instances.Length; index++)
        {
            bool estimated = device.Power is not null && records[index].Scanned.Multiprocessors is not null;
            instances[index] = instances[index] with { EstimatedEnergyJoules = estimated ? records[index].EstimatedEnergyJoules : null };
        }

        return Run(Collector.Mig, () => _mig.Assemble(_probe, ValueArray.Create<GpuInstanceSnapshot>(instances), _activity.Source, IsBusy));
    }

    private GpuInstanceSnapshot ToSnapshot(InstanceRecord record, EngineActivity? activity, int? processes)
    {
        nint? device = _mig.MigDeviceOf(record.Scanned.Id);
        return new GpuInstanceSnapshot
        {
            Id = record.Scanned.Id,
            Profile = record.Scanned.Profile,
            PlacementStart = (uint?)record.Scanned.Placement?.Start,
            PlacementSize = (uint?)record.Scanned.Placement?.Size,
            ComputeSlices = record.Scanned.ComputeSlices,
            Multiprocessors = record.Scanned.Multiprocessors,
            Memory = device is nint handle ? Run(Collector.Memory, () => MemoryReader.ReadInstance(_probe, handle)) : null,
            Activity = activity,
            Processes = processes,
            UncorrectedEccErrors = device is nint migDevice ? Run(Collector.Reliability, () => UncorrectedErrors(migDevice)) : null,
            IdleSeconds = _activity.Source == ActivitySource.None || processes is null ? null : record.IdleSeconds,
            ComputeInstances = record.Scanned.ComputeInstances,
        };
    }

    private ulong? UncorrectedErrors(nint migDevice)
    {
        const uint variant = 0x100; // apart from the GPU's own counters
        if (!_probe.MayAsk(NvmlFunction.DeviceGetMemoryErrorCounter, variant))
        {
            return null;
        }

        NvmlResult<ulong> count = _probe.Nvml.MemoryErrorCounter(migDevice, UncorrectedError, VolatileCounter, SramLocation);
        return _probe.Accept(NvmlFunction.DeviceGetMemoryErrorCounter, variant, count.Code) ? count.Value : null;
    }

    // With nothing known an instance counts as busy: what we cannot see must not be offered as idle.
    private bool IsBusy(GpuInstanceSnapshot instance)
    {
        bool active = instance.Activity?.SmRatio is not double sm || sm >= _options.IdleThresholdRatio;
        return instance.Processes is null ? active : instance.Processes > 0 && active;
    }
}
