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
        switch (await _executor.RunAsync(() => DeviceList.Read(nvml), cancellationToken))
        {
            case NvmlRun<DeviceList>.Completed { Value.Code: NvmlReturn.Success } completed:
                _versions = completed.Value.Versions ?? _versions;
                bool whole = await ListAsync(nvml, completed.Value.Count, cancellationToken);
                _collectors.Ran(Collector.Inventory, startedAt);
                if (whole)
                {
                    _inventoryEpoch = _session.Epoch;
                    _inventoryAt = _uptime + _options.InventoryPeriod;
                }

                return true;
            case NvmlRun<DeviceList>.Completed failed:
                string remedy = failed.Value.Code.Remedy() is string text ? $" ({text})" : string.Empty;
                string trouble = $"{NvmlFunction.DeviceGetCount_v2.CName()} answered {failed.Value.Code.MetricName()}{remedy}.";
                await _connection.CloseAsync(DriverConnection.ReasonOf(failed.Value.Code) ?? ReinitializationReason.Lost, trouble, _uptime, cancellationToken);
                return false;
            case NvmlRun<DeviceList>.Late { Function: NvmlFunction function } late:
                _connection.Abandon(function, late.Elapsed, late.Unwound);
                return false;
            default:
                return true; // no thread is free: every GPU says so itself
        }
    }

    // One job per GPU: a board that hangs when asked for its name must not keep the others from being listed.
    private async Task<bool> ListAsync(NvmlLibrary nvml, uint count, CancellationToken cancellationToken)
    {
        List<ListedDevice> listed = [];
        for (uint index = 0; index < count; index++)
        {
            if (_fleet.At(index) is { IsStuck: true } stuck)
            {
                listed.Add(new ListedDevice(index, 0, stuck.Uuid, stuck.StuckTrouble));
                continue;
            }

            if (_lateJobs >= MaxLateJobs)
            {
                return false; // go on in the next cycle
            }

            uint asked = index;
            switch (await _executor.RunAsync(() => ListedDevice.Read(nvml, asked), cancellationToken))
            {
                case NvmlRun<ListedDevice>.Completed answered:
                    listed.Add(answered.Value);
                    break;
                case NvmlRun<ListedDevice>.Late late:
                    GpuObserver gpu = _fleet.Unnamed(index);
                    gpu.IsListed = true;
                    MarkStuck(gpu, late.Function, late.Elapsed, late.Unwound);
                    listed.Add(new ListedDevice(index, 0, gpu.Uuid, gpu.StuckTrouble));
                    break;
            }
        }

        foreach ((GpuObserver gpu, ListedDevice device) in _fleet.Update(listed))
        {
            await AttachAsync(nvml, gpu, device, cancellationToken);
        }

        return true;
    }

    private async Task AttachAsync(NvmlLibrary nvml, GpuObserver gpu, ListedDevice device, CancellationToken cancellationToken)
    {
        if (_lateJobs >= MaxLateJobs)
        {
            gpu.Detach($"{gpu.Uuid} was not asked in this cycle: calls about other GPUs hang.");
            return;
        }

        NvmlRun<bool> run = await _executor.RunAsync(
            () =>
            {
                gpu.Attach(nvml, _session.Epoch, device.Device, device.Index);
                return true;
            },
            cancellationToken);
        if (run is NvmlRun<bool>.Late late)
        {
            MarkStuck(gpu, late.Function, late.Elapsed, late.Unwound);
        }
    }

    private async Task ReadEventsAsync(Cycle cycle, CancellationToken cancellationToken)
    {
        if (!_collectors.IsEnabled(Collector.Events))
        {
            return;
        }

        long startedAt = _collectors.Start();
        (nint Device, string Uuid)[] healthy = [.. _fleet.All.Where(static gpu => gpu.IsHealthy).Select(static gpu => (gpu.Device, gpu.Uuid.Value))];
        bool due = cycle.Slow || _eventsFreed || _events.Epoch != _session.Epoch;
        if (due && _eventsStuck is null or { IsCompleted: true } && !_events.Covers(_session.Epoch, healthy))
        {
            await OpenEventsAsync(healthy, cancellationToken);
        }

        _loggedXids.Clear();
        long dropped = 0;
        if (_options.EventThread)
        {
            dropped = _events.Drain(taken => Record(taken, cycle));
        }
        else
        {
            await _executor.RunAsync(() => _events.Drain(taken => Record(taken, cycle)), cancellationToken);
        }

        for (; dropped > 0; dropped--)
        {
            _guard.Drop("device_driver_events_total");
        }

        _collectors.Ran(Collector.Events, startedAt);
        if (!_events.IsOpen)
        {
            _collectors.Failed(Collector.Events, _eventTrouble ?? "The event set ended; a new one is made soon.");
        }

        foreach (GpuObserver gpu in _fleet.All)
        {
            gpu.IsHeard = _events.Hears(gpu.Uuid.Value);
        }
    }

    private async Task OpenEventsAsync((nint Device, string Uuid)[] devices, CancellationToken cancellationToken)
    {
        if (!_session.TryGet(out NvmlLibrary? nvml))
        {
            return;
        }

        _eventsFreed = false;
        long epoch = _session.Epoch;
        NvmlRun<NvmlReturn> run = await _executor.RunAsync(
            () =>
            {
                CloseEvents();
                return devices.Length == 0 ? NvmlReturn.GpuNotFound : _events.Open(nvml, epoch, devices);
            },
            cancellationToken);
        switch (run)
        {
            case NvmlRun<NvmlReturn>.Completed completed:
                _eventTrouble = completed.Value == NvmlReturn.Success ? null : $"No GPU delivers events: {completed.Value.MetricName()}.";
                break;
            case NvmlRun<NvmlReturn>.Late late:
                // Asking again would cost a thread each time; it is tried anew when the call has come back.
                _eventTrouble = "Registering for events has not come back.";
                _eventsStuck = late.Unwound;
                _session.Hold(late.Unwound);
                _lateJobs++;
                break;
        }
    }

    private void CloseEvents() => _session.Hold(_events.Close());

    private void Record(in NvmlEvent taken, Cycle cycle)
    {
        if (_fleet.Find(new GpuUuid(taken.GpuUuid)) is not GpuObserver gpu)
        {
            return;
        }

        gpu.Events.Record(taken, cycle.At);
        if (taken.Type == NvmlEventType.MigConfigChange)
        {
            gpu.NoteMigChange();
        }
        else if (taken.Type == NvmlEventType.XidCritical && _loggedXids.Add((taken.GpuUuid, taken.Data)))
        {
            LogXid(_logger, taken.GpuUuid, taken.Data, taken.GpuInstanceId);
        }
    }
}
