using System.Collections.Immutable;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Faults;
using Optimizer.Simulation.Functions;
using Optimizer.Simulation.Jobs;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>The kernel driver and library of one simulated node: state, rules and time, behind one lock.</summary>
/// <remarks>
/// Readers reach it through the unmanaged functions of a <see cref="Symbols.SimulatedSymbolSource"/>; the public methods are the outside world:
/// administrators, other actors, broken hardware. Thread safe. State is a function of the seed, of simulated time and of what was done, not of who looked when.
/// </remarks>
public sealed partial class SimulatedDriver : IDisposable
{
    private readonly SimulatedGpu[] _gpus;
    private readonly SimulatedWorkload[][] _workloads;
    private readonly List<IOccupant>[] _occupants;
    private readonly long _start;
    private readonly long _epochMicroseconds;
    private uint _nextPid = 4100;
    private bool _disposed;

    internal SimulatedDriver(DriverPlan plan, ulong seed, TimeProvider time)
    {
        Plan = plan;
        Time = time;
        Branch = DriverAge.Branch(plan.DriverVersion);
        Faults = new FaultBoard(plan.Faults);
        _start = time.GetTimestamp();
        _epochMicroseconds = time.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        _gpus = [.. plan.Gpus.Select((gpu, index) => new SimulatedGpu(this, gpu, index, seed))];
        _workloads = [.. _gpus.Select(gpu => plan.Workloads.Where(workload => workload.Gpu == gpu.Index).Select(workload => new SimulatedWorkload(workload, seed)).ToArray())];
        _occupants = [.. _workloads.Select(static workloads => workloads.ToList<IOccupant>())];
        Ledger = new NodeLedger(_gpus.Length);
        foreach (SimulatedGpu gpu in _gpus)
        {
            Populate(gpu);
        }

        Fleet = new ServiceFleet(this, seed);
        Jobs = new JobQueue(this, seed);
        _nextStep = plan.StepSeconds;
        Fleet.Populate();
        Step(0);
        Functions = new FunctionTable(this);
    }

    /// <summary>Number of GPUs, lost ones included.</summary>
    public int GpuCount => _gpus.Length;

    /// <summary>The driver version it reports.</summary>
    public string DriverVersion => Plan.DriverVersion;

    internal Lock Sync { get; } = new();

    internal DriverPlan Plan { get; }

    internal TimeProvider Time { get; }

    /// <summary>The first number of the driver version.</summary>
    internal int Branch { get; }

    internal FaultBoard Faults { get; }

    internal FunctionTable Functions { get; }

    internal ReadOnlySpan<SimulatedGpu> Gpus => _gpus;

    /// <summary>Simulated seconds since the node started.</summary>
    internal double Now => Time.GetElapsedTime(_start).TotalSeconds;

    /// <summary>The instant of a call, fixed when it entered.</summary>
    internal double CallTime { get; private set; }

    /// <summary>Microseconds since 1970, as field values carry them.</summary>
    internal long CallMicroseconds => _epochMicroseconds + (long)(CallTime * 1e6);

    internal IReadOnlyList<SimulatedWorkload> WorkloadsOf(SimulatedGpu gpu) => _workloads[gpu.Index];

    /// <summary>Ends every session, wakes every waiting or hanging call, and stops the driver. Its functions answer 1 from now on.</summary>
    public void Dispose()
    {
        lock (Sync)
        {
            _disposed = true;
            EndSessions();
            Faults.ReleaseAll();
        }
    }

    internal ResidentProcess? FindProcess(uint pid)
    {
        foreach (SimulatedGpu gpu in _gpus)
        {
            foreach (ResidentProcess resident in gpu.Processes)
            {
                if (resident.Process.Pid == pid)
                {
                    return resident;
                }
            }
        }

        return null;
    }

    internal uint NextPid() => _nextPid++;

    /// <summary>Builds the layout the scenario starts with. The scenario's reader tries it first, so that a refusal here has a line there.</summary>
    private void Populate(SimulatedGpu gpu)
    {
        foreach (InstancePlan plan in gpu.Plan.Instances)
        {
            NvmlReturn code = Build(gpu, plan);
            if (code != NvmlReturn.Success)
            {
                throw new LayoutRefusedException(plan, code, DriverVersion);
            }
        }
    }

    /// <summary>Creates what a plan says by the rules that hold for every actor; stops at the first refusal.</summary>
    private NvmlReturn Build(SimulatedGpu gpu, InstancePlan plan)
    {
        NvmlReturn code = CreateInstance(gpu, plan.Profile, new BoardPlacement(plan.Start, plan.Profile.MemorySlices), out GpuInstance? instance);
        ImmutableArray<int> widths = plan.ComputeWidths.IsDefaultOrEmpty ? [plan.Profile.ComputeSlices] : plan.ComputeWidths;
        for (int index = 0; index < widths.Length && code == NvmlReturn.Success; index++)
        {
            code = CreateCompute(instance!, widths[index], null, out _);
        }

        return code;
    }
}
