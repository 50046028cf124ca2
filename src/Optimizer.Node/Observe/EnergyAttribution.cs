using NodaTime;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe.Mig;

namespace Optimizer.Node.Observe;

/// <summary>Splits a board's energy over its instances: an estimate, since no per-instance power exists.</summary>
/// <remarks>
/// The board's idle power is the lowest ever seen, and no more than a board of its limit idles at; its energy goes to instances by their share of multiprocessors, what lies in no instance
/// stays with the board. Energy above idle goes by multiprocessors times SM activity, or, without an activity source, by multiprocessors of the
/// instances that have processes.
/// </remarks>
internal sealed class EnergyAttribution
{
    // Data-centre boards idle at 10 to 15 % of their power limit. Without this bound a board that was busy since the daemon started
    // would have all its power taken for idle power, and an idle tenant would pay like a busy one.
    private const double MostIdleShareOfLimit = 0.15;

    private double? _lastEnergyJoules;
    private double _idleWatts = double.PositiveInfinity;

    /// <summary>Adds the energy of one cycle to the instances.</summary>
    /// <param name="power">The board's reading; null changes nothing.</param>
    /// <param name="since">Length of the cycle.</param>
    /// <param name="totalMultiprocessors">Of the whole GPU; null changes nothing.</param>
    /// <param name="instances">Records with what was read of them in this cycle.</param>
    public void Add(
        PowerReading? power,
        Duration since,
        uint? totalMultiprocessors,
        IReadOnlyList<(InstanceRecord Record, double? Activity, bool HasProcesses)> instances)
    {
        _idleWatts = Math.Min(_idleWatts, power?.Watts ?? double.PositiveInfinity);
        double idleWatts = Math.Min(_idleWatts, (power?.DefaultLimitWatts * MostIdleShareOfLimit) ?? double.PositiveInfinity);
        double seconds = since.TotalSeconds;
        double? joules = power?.EnergyJoules is double now ? now - (_lastEnergyJoules ?? now) : power?.Watts * seconds;
        _lastEnergyJoules = power?.EnergyJoules ?? _lastEnergyJoules;
        if (joules is not > 0 || totalMultiprocessors is not > 0 || instances.Count == 0)
        {
            return;
        }

        double idle = double.IsFinite(idleWatts) ? Math.Min(joules.Value, idleWatts * seconds) : 0;
        double dynamic = joules.Value - idle;
        double weights = 0;
        foreach ((InstanceRecord record, double? activity, bool hasProcesses) in instances)
        {
            weights += Weight(record, activity, hasProcesses);
        }

        foreach ((InstanceRecord record, double? activity, bool hasProcesses) in instances)
        {
            double share = (double)(record.Scanned.Multiprocessors ?? 0) / totalMultiprocessors.Value;
            double busy = weights > 0 ? dynamic * Weight(record, activity, hasProcesses) / weights : 0;
            record.EstimatedEnergyJoules += (idle * share) + busy;
        }
    }

    private static double Weight(InstanceRecord record, double? activity, bool hasProcesses) =>
        (record.Scanned.Multiprocessors ?? 0) * (activity ?? (hasProcesses ? 1 : 0));
}
