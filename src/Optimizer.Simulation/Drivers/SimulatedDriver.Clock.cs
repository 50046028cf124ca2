using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>Simulated time: the state is brought up to date when somebody looks.</summary>
public sealed partial class SimulatedDriver
{
    /// <summary>Demand is sampled once per simulated second.</summary>
    private const double StepSeconds = 1;

    /// <summary>A gap longer than ten minutes is walked in coarser steps at first, so that a day nobody looked costs milliseconds.</summary>
    private const double FineSeconds = 600;

    private const double CoarseSteps = 60;

    private double _nextStep = StepSeconds;
    private int _nextChange;

    /// <summary>Brings the state up to now. Called under the lock.</summary>
    internal void Advance()
    {
        double now = Now;
        if (now >= _nextStep)
        {
            Walk(now);
        }

        CallTime = now;
    }

    private void Walk(double now)
    {
        while (_nextStep <= now)
        {
            double stride = now - _nextStep > FineSeconds ? CoarseSteps * StepSeconds : StepSeconds;
            Step(_nextStep);
            _nextStep += stride;
        }
    }

    private void Step(double at)
    {
        CallTime = at;
        while (_nextChange < Plan.Changes.Length && Plan.Changes[_nextChange].AtSeconds <= at)
        {
            Happen(Plan.Changes[_nextChange++]);
        }

        foreach (SimulatedGpu gpu in _gpus)
        {
            SimulatedWorkload[] workloads = _workloads[gpu.Index];
            foreach (SimulatedWorkload workload in workloads)
            {
                if (workload.Resident is null && !gpu.Lost && workload.TryStart(gpu, at, NextPid))
                {
                    gpu.Processes.Add(workload.Resident!);
                }
            }

            gpu.Refresh(at, workloads);
        }
    }

    private void Refresh(SimulatedGpu gpu) => gpu.Refresh(CallTime, _workloads[gpu.Index]);
}
