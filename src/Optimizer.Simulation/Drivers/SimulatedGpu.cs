using System.Collections.Immutable;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Physics;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>One GPU: identity, partitions, processes, physics. Used under the driver's lock.</summary>
internal sealed class SimulatedGpu
{
    private static readonly int[] DgxBuses = [0x1B, 0x43, 0x52, 0x61, 0x9D, 0xC3, 0xD1, 0xDF];
    private readonly Dictionary<long, double> _overrides = [];
    private double? _wholeOverride;

    public SimulatedGpu(SimulatedDriver driver, GpuPlan plan, int index, ulong seed)
    {
        Driver = driver;
        Plan = plan;
        Index = index;
        Board = plan.Board;
        Physics = BoardPhysicsTable.Of(plan.Board);
        Power = new GpuPower(Physics);
        Uuid = SimulatedIdentity.GpuUuid(seed, index);
        Serial = SimulatedIdentity.Serial(seed, index);
        Bus = index < DgxBuses.Length ? DgxBuses[index] : 0xE0 + index;
        Profiles = [.. Board.Profiles.Where(profile => driver.Branch >= DriverAge.ProfileSince(profile.EnumIndex))];
        Partitions = new MigPartitions(this);
        MigEnabled = MigPending = plan.Mig;
    }

    public SimulatedDriver Driver { get; }

    public GpuPlan Plan { get; }

    public int Index { get; }

    public SimulatedBoard Board { get; }

    public BoardPhysics Physics { get; }

    /// <summary>Those the driver's age knows, by enum index.</summary>
    public ImmutableArray<BoardProfile> Profiles { get; }

    public string Uuid { get; }

    public string Serial { get; }

    public int Bus { get; }

    public string BusId => $"00000000:{Bus:X2}:00.0";

    public MigPartitions Partitions { get; }

    public bool MigEnabled { get; set; }

    public bool MigPending { get; set; }

    public bool Lost { get; set; }

    public bool Persistence { get; set; } = true;

    public bool IsHopperOrNewer => Board.Architecture >= NvmlArchitecture.Hopper;

    public List<ResidentProcess> Processes { get; } = [];

    public GpuReliability Reliability { get; } = new();

    public GpuPower Power { get; }

    public EngineCounters Engines { get; } = new();

    /// <summary>Busy share of the whole GPU, weighted by multiprocessors.</summary>
    public double Activity { get; private set; }

    /// <summary>Simulated second until which a booked change of its instances goes on: what starts on the GPU before begins then.</summary>
    public double BusyUntil { get; set; }

    public double DramActivity => Engines.Rate(Engine.Dram);

    public ulong MemoryBytes => (ulong)Board.MemoryMib << 20;

    /// <summary>What the driver keeps for itself; a little over half a percent on current boards.</summary>
    public ulong ReservedBytes => MemoryBytes / 148;

    public nint Handle => HandleSpace.Gpu(Index);

    public ulong UsedBytes()
    {
        ulong used = 0;
        foreach (ResidentProcess resident in Processes)
        {
            used += resident.Process.MemoryBytes;
        }

        return Math.Min(used, MemoryBytes - ReservedBytes);
    }

    public ulong UsedBytes(GpuInstance instance)
    {
        ulong used = 0;
        foreach (ResidentProcess resident in Processes)
        {
            used += resident.IsOn((uint)instance.Id) ? resident.Process.MemoryBytes : 0;
        }

        return Math.Min(used, (ulong)instance.Profile.MemoryMib << 20);
    }

    public bool HasProcesses(GpuInstance instance) => Processes.Exists(resident => resident.IsOn((uint)instance.Id));

    public bool HasProcesses(ComputeInstance compute) => Processes.Exists(resident => resident.IsOn((uint)compute.Parent.Id, (uint)compute.Id));

    /// <summary>Drives an instance, or the whole GPU, by hand instead of by its workloads; null gives it back to them.</summary>
    public void Override(GpuInstance? instance, double? activity)
    {
        if (instance is null)
        {
            _wholeOverride = activity;
        }
        else if (activity is { } value)
        {
            _overrides[instance.Serial] = value;
        }
        else
        {
            _overrides.Remove(instance.Serial);
        }
    }

    /// <summary>Books everything up to now at the old rates, then sets the rates that hold from now on.</summary>
    public void Refresh(double now, IReadOnlyList<IOccupant> workloads)
    {
        Power.Settle(now);
        Engines.Settle(now);
        Engines.ClearRates();
        double load = 0;
        double activity = 0;
        if (MigEnabled)
        {
            foreach (GpuInstance instance in Partitions.GpuInstances)
            {
                double weight = (double)instance.Profile.Multiprocessors / Board.Multiprocessors;
                double? driven = _overrides.TryGetValue(instance.Serial, out double value) ? value : null;
                instance.Engines.Settle(now);
                instance.Engines.ClearRates();
                (double busy, double wanted) = EngineLoad.Apply(instance.Engines, this, instance, driven, workloads, now, weight);
                Engines.AddScaled(instance.Engines, weight);
                activity += busy * weight;
                load += wanted * weight;
            }
        }
        else
        {
            (activity, load) = EngineLoad.Apply(Engines, this, null, _wholeOverride, workloads, now, 1);
        }

        Activity = activity;
        Power.Apply(Lost ? 0 : load);
    }

    /// <summary>Instances are gone and volatile state with them; processes must have been ended before.</summary>
    public void Reset()
    {
        Partitions.Clear();
        _overrides.Clear();
        MigEnabled = MigPending;
        Reliability.OnReset();
    }
}
