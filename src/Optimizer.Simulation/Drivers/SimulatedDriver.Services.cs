using NodaTime;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Jobs;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Time;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>Services, jobs and the ledger of a node: who comes to a GPU, who leaves it and why, and what changing it costs. Called under the lock.</summary>
public sealed partial class SimulatedDriver
{
    private double _owedSeconds;

    internal ServiceFleet Fleet { get; }

    internal JobQueue Jobs { get; }

    internal NodeLedger Ledger { get; }

    internal Instant InstantAt(double seconds) => Instant.FromUnixTimeTicks((_epochMicroseconds * 10) + (long)Math.Round(seconds * NodaConstants.TicksPerSecond));

    /// <summary>A process comes to a GPU.</summary>
    internal void Occupy(SimulatedGpu gpu, IOccupant occupant)
    {
        _occupants[gpu.Index].Add(occupant);
        gpu.Processes.Add(occupant.Resident!);
        Ledger.Use(gpu.Index, true, CallTime);
        Refresh(gpu);
    }

    /// <summary>A process leaves its GPU.</summary>
    internal void Vacate(SimulatedGpu gpu, IOccupant occupant, EndCause cause)
    {
        Ledger.EndOf(occupant, gpu, CallTime, cause);
        gpu.Processes.Remove(occupant.Resident!);
        if (!occupant.Rooted)
        {
            _occupants[gpu.Index].Remove(occupant);
        }

        occupant.End(CallTime, cause);
        Ledger.Use(gpu.Index, gpu.Processes.Count > 0, CallTime);
        Refresh(gpu);
    }

    /// <summary>An NVML caller created or destroyed an instance: it is written down, and its time charged where the scenario says so.</summary>
    internal void Reconfigured(SimulatedGpu gpu, BoardProfile profile, bool created)
    {
        double seconds = !Plan.PublishedLatencies ? 0
            : created ? ReconfigurationTable.CreateSeconds(gpu.Board, profile)
            : ReconfigurationTable.DestroySeconds(gpu.Board, profile);
        if (created)
        {
            Ledger.Creation(seconds);
        }
        else
        {
            Ledger.Destruction(seconds);
        }

        gpu.BusyUntil = Math.Max(gpu.BusyUntil, CallTime) + seconds;
        _owedSeconds += seconds;
    }

    internal SimulationAudit Audit()
    {
        lock (Sync)
        {
            Advance();
            double now = CallTime;
            return new SimulationAudit
            {
                Seconds = now,
                Services = [.. Fleet.Services.Select(service => service.Audit(now)).OrderBy(static service => service.Name, StringComparer.Ordinal)],
                Ended = [.. Ledger.Ended],
                JobsFinished = Jobs.Finished,
                JobsWaiting = Jobs.Waiting(now),
                JobWaitSeconds = Jobs.WaitSeconds(now),
                InstancesCreated = Ledger.Created,
                InstancesDestroyed = Ledger.Destroyed,
                ModeChanges = Ledger.ModeChanges,
                ReconfigurationSeconds = Ledger.ReconfigurationSeconds,
                GpuHoursInUse = Ledger.InUseSeconds(now) / 3600,
                Joules = _gpus.Sum(gpu => gpu.Power.Joules(now)),
            };
        }
    }

    /// <summary>
    /// Lets the time of a change pass on the caller's thread. A clock that is moved by hand may be moved by this very thread, so there the time is only booked:
    /// what starts on the GPU before it is over begins then.
    /// </summary>
    private void Pass(double seconds)
    {
        if (Time is ManualTimeProvider)
        {
            return;
        }

        using ManualResetEventSlim over = new();
        using ITimer timer = Time.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), over, TimeSpan.FromSeconds(seconds), Timeout.InfiniteTimeSpan);
        over.Wait();
    }
}
