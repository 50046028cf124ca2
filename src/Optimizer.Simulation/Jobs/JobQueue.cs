using Optimizer.Control.Ports;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Mig;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Jobs;

/// <summary>The jobs of a node: first come, first served, each on the first free seat that suits it. Used under the driver's lock.</summary>
internal sealed class JobQueue(SimulatedDriver driver, ulong seed)
{
    private readonly SimulatedJob[] _jobs = [.. driver.Plan.Jobs.OrderBy(static job => job.ArrivesAt).Select(job => new SimulatedJob(job, seed))];

    /// <summary>When the next job ends; infinite when none runs.</summary>
    public double NextDue { get; private set; } = double.PositiveInfinity;

    public int Finished => _jobs.Count(static job => job.Ended == EndCause.Finished);

    public int Waiting(double now) => _jobs.Count(job => !job.HasStarted && job.Plan.ArrivesAt <= now);

    public double WaitSeconds(double now) => _jobs.Where(job => job.Plan.ArrivesAt <= now).Sum(job => (job.HasStarted ? job.StartedAt : now) - job.Plan.ArrivesAt);

    /// <summary>Ends the jobs whose work is done.</summary>
    public void Happen(double now)
    {
        foreach (SimulatedJob job in _jobs)
        {
            if (job.DueAt <= now)
            {
                driver.Vacate(job.Gpu!, job, EndCause.Finished);
            }
        }

        Schedule();
    }

    /// <summary>Lets waiting jobs take free seats; called on the driver's own steps.</summary>
    public void Place(double now)
    {
        foreach (SimulatedJob job in _jobs)
        {
            if (job.Plan.ArrivesAt > now)
            {
                break;
            }

            if (!job.HasStarted)
            {
                TryPlace(job, now);
            }
        }

        Schedule();
    }

    /// <summary>Call when jobs ended otherwise than here.</summary>
    public void Schedule()
    {
        NextDue = double.PositiveInfinity;
        foreach (SimulatedJob job in _jobs)
        {
            NextDue = Math.Min(NextDue, job.DueAt);
        }
    }

    private void TryPlace(SimulatedJob job, double now)
    {
        foreach (SimulatedGpu gpu in driver.Gpus)
        {
            if (gpu.Lost || (job.Plan.Gpu is { } wanted && wanted != gpu.Index))
            {
                continue;
            }

            if (job.Plan.Profile is null && !gpu.MigEnabled && gpu.Processes.Count == 0)
            {
                Begin(job, gpu, null, now);
                return;
            }

            GpuInstance? free = job.Plan.Profile is { } profile && gpu.MigEnabled
                ? gpu.Partitions.GpuInstances.Find(instance => instance.Profile.Name == profile.Name && instance.ComputeInstances.Count > 0 && !gpu.HasProcesses(instance))
                : null;
            if (free is not null)
            {
                Begin(job, gpu, free, now);
                return;
            }
        }
    }

    private void Begin(SimulatedJob job, SimulatedGpu gpu, GpuInstance? instance, double now)
    {
        ProcessIdentity identity = new(job.Plan.Command, $"/slurm/uid_1000/job_{job.Plan.Job}/step_0/task_0", job.Plan.Owner);
        (job.Gpu, job.Instance, job.Compute, job.StartedAt) = (gpu, instance, instance?.ComputeInstances[0], now);
        job.Resident = new ResidentProcess(
            new SimulatedProcess(driver.NextPid(), identity, job.Plan.MemoryBytes),
            instance is null ? ResidentProcess.NoInstance : (uint)instance.Id,
            instance is null ? ResidentProcess.NoInstance : (uint)instance.ComputeInstances[0].Id);
        driver.Occupy(gpu, job);
    }
}
