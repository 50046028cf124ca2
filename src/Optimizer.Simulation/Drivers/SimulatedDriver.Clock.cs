using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Drivers;

/// <summary>Simulated time: the state is brought up to date when somebody looks.</summary>
public sealed partial class SimulatedDriver
{
    /// <summary>A gap longer than ten minutes is walked in coarser steps at first, so that a day nobody looked costs milliseconds.</summary>
    private const double FineSeconds = 600;

    private const double CoarseSteps = 60;

    private double _nextStep;
    private int _nextChange;

    /// <summary>Brings the state up to now. Called under the lock.</summary>
    internal void Advance()
    {
        double now = Now;
        while (_nextStep <= now || Fleet.NextDue <= now || Jobs.NextDue <= now)
        {
            // Replicas and jobs change at their own instants, before a step that comes later and with one that comes at once.
            double due = Math.Min(Fleet.NextDue, Jobs.NextDue);
            if (due < _nextStep)
            {
                CallTime = due;
                Fleet.Happen(due);
                Jobs.Happen(due);
                continue;
            }

            double at = _nextStep;
            _nextStep += Stride(now);
            Step(at);
        }

        CallTime = now;
    }

    /// <summary>With services steps never get coarser: their sums must not depend on who looked when.</summary>
    private double Stride(double now) =>
        now - _nextStep > FineSeconds && Plan.Services.IsEmpty ? CoarseSteps * Plan.StepSeconds : Plan.StepSeconds;

    private void Step(double at)
    {
        CallTime = at;
        while (_nextChange < Plan.Changes.Length && Plan.Changes[_nextChange].AtSeconds <= at)
        {
            Happen(Plan.Changes[_nextChange++]);
        }

        Fleet.Happen(at);
        Fleet.SettleAll(at);
        Jobs.Happen(at);
        Jobs.Place(at);
        foreach (SimulatedGpu gpu in _gpus)
        {
            foreach (SimulatedWorkload workload in _workloads[gpu.Index])
            {
                if (workload.Resident is null && !gpu.Lost && workload.TryStart(gpu, at, NextPid))
                {
                    gpu.Processes.Add(workload.Resident!);
                    Ledger.Use(gpu.Index, true, at);
                }
            }

            Refresh(gpu);
        }
    }

    internal void Refresh(SimulatedGpu gpu) => gpu.Refresh(CallTime, _occupants[gpu.Index]);
}
