using Optimizer.Model.Acting;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Services;

namespace Optimizer.Control.Tests.Loop;

/// <summary>A world that goes wrong at random: demand, drivers, units, other writers, operators, processes that die. The same seed goes wrong in the same way.</summary>
internal sealed class RandomWorld(Drill drill, int seed)
{
    // Without "no permission", which the sampler believes until it is started anew.
    private static readonly NvmlReturn[] Codes =
    [
        NvmlReturn.Uninitialized, NvmlReturn.InvalidArgument, NvmlReturn.NotSupported, NvmlReturn.NotFound, NvmlReturn.GpuIsLost,
        NvmlReturn.ResetRequired, NvmlReturn.InUse, NvmlReturn.Memory, NvmlReturn.InsufficientResources, NvmlReturn.NotReady, NvmlReturn.Unknown,
    ];

    private static readonly NvmlFunction[] Calls =
    [
        NvmlFunction.DeviceCreateGpuInstanceWithPlacement, NvmlFunction.GpuInstanceCreateComputeInstance, NvmlFunction.ComputeInstanceDestroy, NvmlFunction.GpuInstanceDestroy,
        NvmlFunction.DeviceGetHandleByUUID, NvmlFunction.DeviceGetMigMode, NvmlFunction.DeviceGetGpuInstances, NvmlFunction.GpuInstanceGetInfo,
        NvmlFunction.GpuInstanceGetComputeInstances, NvmlFunction.ComputeInstanceGetInfo_v2, NvmlFunction.DeviceGetComputeRunningProcesses_v3, NvmlFunction.DeviceGetMigDeviceHandleByIndex,
    ];

    private readonly Random _random = new(seed);
    private readonly List<(int Until, Action End)> _ends = [];
    private int _tick;
    private int _lost = -1;

    private SimulatedDriver Driver => drill.Node.Node.Driver;

    /// <summary>Something may happen, then one tick.</summary>
    public async Task TickAsync()
    {
        _tick++;
        foreach ((int _, Action end) in _ends.Where(one => one.Until <= _tick).ToArray())
        {
            end();
        }

        _ends.RemoveAll(one => one.Until <= _tick);
        await HappenAsync(_random.Next(100));
        await drill.TickAsync(_random.Next(1, 25));
    }

    /// <summary>Everything that is wrong ends.</summary>
    public void Heal()
    {
        _ends.ForEach(one => one.End());
        _ends.Clear();
        drill.Life.Revive();
    }

    private async Task HappenAsync(int draw)
    {
        switch (draw)
        {
            case < 10:
                drill.Demand(_random.Next(4) switch { 0 => 4, 1 => 12, 2 => 24, _ => 33 }, _random.Next(3) switch { 0 => 0, 1 => 8, _ => 25 });
                break;
            case < 18:
                Inject(new FaultRule
                {
                    Function = Pick(Calls), Code = Pick(Codes), Gpu = _random.Next(3) == 0 ? null : _random.Next(Driver.GpuCount), SkipCalls = _random.Next(4), MaxCalls = _random.Next(2) == 0 ? _random.Next(1, 5) : long.MaxValue,
                });
                break;
            case < 24:
                ServiceFault fault = new(Pick((ServiceFaultKind[])[ServiceFaultKind.WontStart, ServiceFaultKind.Dies, ServiceFaultKind.SlowStart, ServiceFaultKind.Unreadable])) { Times = _random.Next(1, 6), Amount = _random.Next(3, 20) };
                drill.Tell($"*** {fault.Kind} {fault.Times} times");
                drill.Node.Node.InjectFault(fault);
                EndLater(() => drill.Node.Node.ClearFault(fault));
                break;
            case < 34:
                drill.Life.DieAt(_random.Next(1, 12), _random.Next(2) == 0);
                break;
            case < 36:
                Foreign();
                break;
            case < 38 when _lost < 0:
                Lose(_random.Next(Driver.GpuCount));
                break;
            case < 41:
                drill.Tell("*** paused");
                await drill.Node.Loop.PauseAsync("ada", "a look", CancellationToken.None);
                break;
            case < 50:
                drill.Tell("*** " + (await drill.Node.Loop.ResumeAsync("ada", CancellationToken.None)).Sentence);
                break;
            case < 54:
                foreach (Quarantine quarantine in (await drill.Node.Journal.LoadAsync(CancellationToken.None)).Quarantines.ToArray())
                {
                    drill.Tell("*** " + (await drill.Node.Loop.ReleaseAsync(quarantine.Gpu, "ada", CancellationToken.None)).Sentence);
                }

                break;
            case < 55:
                drill.Node.ClockStep += NodaTime.Duration.FromMinutes(_random.Next(-90, 90));
                drill.Tell("*** the clock steps");
                break;
            default:
                break;
        }
    }

    private void Foreign()
    {
        int gpu = _random.Next(Driver.GpuCount);
        StandingInstance[] idle = [.. (Driver.Instances(gpu) ?? []).Where(one => one.Processes == 0)];
        NvmlReturn done = idle.Length > 0 && _random.Next(2) == 0
            ? Driver.DestroyInstance(gpu, Pick(idle).Id)
            : Driver.CreateInstance(gpu, Pick((string[])["1g.10gb", "2g.20gb", "3g.40gb"]));
        if (done == NvmlReturn.Success)
        {
            drill.Eye.Foreign.Add(gpu);
            drill.Tell($"*** somebody else changed GPU {gpu}: {drill.Eye.Layout(gpu)}");
        }
    }

    private void Lose(int gpu)
    {
        _lost = gpu;
        drill.Tell($"*** GPU {gpu} is lost");
        Driver.LoseGpu(gpu);
        EndLater(() =>
        {
            drill.Tell($"*** GPU {gpu} is back");
            Driver.RestoreGpu(gpu);
            _lost = -1;
        });
    }

    private void Inject(FaultRule rule)
    {
        drill.Tell($"*** {rule.Function} of GPU {rule.Gpu} answers {rule.Code} after {rule.SkipCalls}, {rule.MaxCalls} times");
        Driver.InjectFault(rule);
        EndLater(() => Driver.ClearFault(rule));
    }

    private void EndLater(Action end) => _ends.Add((_tick + _random.Next(1, 30), end));

    private T Pick<T>(T[] from) => from[_random.Next(from.Length)];
}
