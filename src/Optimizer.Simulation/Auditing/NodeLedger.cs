using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Auditing;

/// <summary>Writes down what happens to processes, instances and GPUs. Fed by the driver alone; shares no code with whoever plans or acts.</summary>
internal sealed class NodeLedger(int gpus)
{
    private readonly List<EndedProcess> _ended = [];
    private readonly double[] _inUseSeconds = new double[gpus];
    private readonly double[] _inUseSince = [.. Enumerable.Repeat(double.NaN, gpus)];

    public IReadOnlyList<EndedProcess> Ended => _ended;

    public int Created { get; private set; }

    public int Destroyed { get; private set; }

    public int ModeChanges { get; private set; }

    public double ReconfigurationSeconds { get; private set; }

    public void EndOf(IOccupant occupant, SimulatedGpu gpu, double at, EndCause cause) => _ended.Add(new EndedProcess(
        at,
        occupant.Name,
        occupant.Resident!.Process.Pid,
        gpu.Index,
        occupant.Instance is { } instance ? $"{instance.Profile.Name}@{instance.Placement.Start}" : null,
        cause,
        occupant.Movable));

    public void Creation(double seconds) => (Created, ReconfigurationSeconds) = (Created + 1, ReconfigurationSeconds + seconds);

    public void Destruction(double seconds) => (Destroyed, ReconfigurationSeconds) = (Destroyed + 1, ReconfigurationSeconds + seconds);

    public void ModeChange() => ModeChanges++;

    /// <summary>Says whether a GPU has processes from now on.</summary>
    public void Use(int gpu, bool inUse, double at)
    {
        bool before = !double.IsNaN(_inUseSince[gpu]);
        if (before == inUse)
        {
            return;
        }

        _inUseSeconds[gpu] += before ? at - _inUseSince[gpu] : 0;
        _inUseSince[gpu] = inUse ? at : double.NaN;
    }

    public double InUseSeconds(double now)
    {
        double sum = 0;
        for (int gpu = 0; gpu < _inUseSeconds.Length; gpu++)
        {
            sum += _inUseSeconds[gpu] + (double.IsNaN(_inUseSince[gpu]) ? 0 : now - _inUseSince[gpu]);
        }

        return sum;
    }
}
