namespace Optimizer.Planning.Online.Rules;

/// <summary>How likely each resident is gone some time ahead, worked out once per answer.</summary>
/// <remarks>Mutable and not thread safe: it lives inside one answer.</remarks>
internal sealed class Outlook(DemandMemory memory, double nowSeconds)
{
    private readonly Dictionary<OnlineResident, double[]> _gone = new(ReferenceEqualityComparer.Instance);

    /// <summary>Seconds ahead at which places are looked at.</summary>
    internal static double[] Ahead { get; } = [0, 60, 180, 420, 900, 1800, 3600, 7200];

    /// <summary>Probability that a resident is gone, at each of <see cref="Ahead"/>.</summary>
    internal double[] Gone(OnlineResident resident)
    {
        if (!_gone.TryGetValue(resident, out double[]? gone))
        {
            gone = Stays(resident.Request.Class, nowSeconds - resident.StartedSeconds);
            for (int at = 0; at < gone.Length; at++)
            {
                gone[at] = 1 - gone[at];
            }

            _gone.Add(resident, gone);
        }

        return gone;
    }

    /// <summary>Probability that something of an age still runs, at each of <see cref="Ahead"/>.</summary>
    internal double[] Stays(string kind, double age)
    {
        double[] stays = new double[Ahead.Length];
        double until = memory.Hazard(kind, age);
        for (int at = 0; at < stays.Length; at++)
        {
            stays[at] = Math.Exp(until - memory.Hazard(kind, age + Ahead[at]));
        }

        return stays;
    }
}
