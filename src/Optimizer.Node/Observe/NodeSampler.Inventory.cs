using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Events;
using Optimizer.Nvml.Native;
using Optimizer.Nvml.Threading;

namespace Optimizer.Node.Observe;

/// <content>The list of GPUs and the events of the driver.</content>
public sealed partial class NodeSampler
{
    private async Task<bool> RefreshInventoryAsync(Cycle cycle, CancellationToken cancellationToken)
    {
        bool due = _inventoryEpoch != _session.Epoch || _uptime >= _inventoryAt || (cycle.Slow && _fleet.AnyLost);
        if (!due || !_session.TryGet(out NvmlLibrary? nvml))
        {
            return true;
        }

        long startedAt = _collectors.Start();
        switch (await _executor.RunAsync(() => TakeInventory(nvml), cancellationToken))
        {
            case NvmlRun<DeviceList>.Completed { Value.Code: NvmlReturn.Success } completed:
                _collectors.Ran(Collector.Inventory, startedAt);
                _versions = completed.Value.Versions ?? _versions;
                _inventoryEpoch = _session.Epoch;
                _inventoryAt = _uptime + _options.InventoryPeriod;
                return true;
            case NvmlRun<DeviceList>.Completed failed:
                string remedy = failed.Value.Code.Remedy() is string text ? $" ({text})" : string.Empty;
                string trouble = $"{NvmlFunction.DeviceGetCount_v2.CName()} answered {failed.Value.Code.MetricName()}{remedy}.";
                await _connection.CloseAsync(
                    DriverConnection.ReasonOf(failed.Value.Code) ?? ReinitializationReason.Lost, trouble, cancellationToken);
                return false;
            case NvmlRun<DeviceList>.Late late:
                _connection.Abandon(late.Function ?? NvmlFunction.DeviceGetCount_v2, late.Elapsed, late.Unwound);
                return false;
            default:
                throw new InvalidOperationException("An NVML job ends completed or late.");
        }
    }

    private DeviceList TakeInventory(NvmlLibrary nvml)
    {
        DeviceList list = DeviceList.Read(nvml);
        if (list.Code == NvmlReturn.Success)
        {
            _fleet.Update(nvml, _session.Epoch, list.Devices);
        }

        return list;
    }

    private async Task ReadEventsAsync(Cycle cycle, CancellationToken cancellationToken)
    {
        if (!_collectors.IsEnabled(Collector.Events))
        {
            return;
        }

        long startedAt = _collectors.Start();
        if (!_events.IsOpen && (cycle.Slow || cycle.Number == 1))
        {
            await OpenEventsAsync(cancellationToken);
        }

        if (_options.EventThread)
        {
            _events.Drain(taken => Record(taken, cycle));
        }
        else
        {
            await _executor.RunAsync(
                () =>
                {
                    _events.Drain(taken => Record(taken, cycle));
                    return true;
                },
                cancellationToken);
        }

        _collectors.Ran(Collector.Events, startedAt);
        if (!_events.IsOpen)
        {
            _collectors.Failed(Collector.Events, _eventTrouble ?? "The event set ended; a new one is made soon.");
        }
    }

    private async Task OpenEventsAsync(CancellationToken cancellationToken)
    {
        if (!_session.TryGet(out NvmlLibrary? nvml))
        {
            return;
        }

        (nint, string)[] devices = [.. _fleet.Present.Where(static gpu => gpu.Device != 0 && gpu.Stuck is null).Select(static gpu => (gpu.Device, gpu.Uuid.Value))];
        NvmlRun<NvmlReturn> run = devices.Length == 0
            ? new NvmlRun<NvmlReturn>.Completed(NvmlReturn.GpuNotFound)
            : await _executor.RunAsync(() => _events.Open(nvml, devices), cancellationToken);
        _eventTrouble = run switch
        {
            NvmlRun<NvmlReturn>.Completed { Value: NvmlReturn.Success } => null,
            NvmlRun<NvmlReturn>.Completed completed => $"No GPU delivers events: {completed.Value.MetricName()}.",
            _ => "Registering for events did not come back.",
        };
    }

    private void Record(in NvmlEvent taken, Cycle cycle)
    {
        if (_fleet.Find(new GpuUuid(taken.GpuUuid)) is GpuObserver gpu)
        {
            gpu.Events.Record(taken, cycle.At);
            if ((taken.Type & NvmlEventType.XidCritical) != 0)
            {
                LogXid(_logger, taken.GpuUuid, taken.Data, taken.GpuInstanceId);
            }
        }
    }
}
