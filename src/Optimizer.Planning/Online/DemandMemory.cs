namespace Optimizer.Planning.Online;

/// <summary>What the past says about requests: which profiles are asked for, and how long instances of a class run. Never sees the future.</summary>
/// <remarks>Mutable, not thread safe. Size is bounded: profiles of the geometry and at most <see cref="MostClasses"/> classes.</remarks>
public sealed class DemandMemory
{
    /// <summary>Most classes told apart; later ones share one table. Each takes about 300 bytes, so ten times as many still fit.</summary>
    public const int MostClasses = 4096;

    /// <summary>Requests after which a past request counts 1/e in the mix. A tenth of it follows noise; ten times as much misses that the mix changes.</summary>
    private const double MixMemory = 2000;

    /// <summary>What a class keeps of its past at each end: it speaks for about its last twenty. Twice as many answer late when a kind of job changes.</summary>
    private const double ClassKeep = 0.95;

    /// <summary>
    /// Ends that the average of all classes counts for beside a class's own, in each band of ages. Four times as many tell classes apart later and make moves a sixth
    /// more frequent at load 1.3 without placing more; half as many believe a single end.
    /// </summary>
    private const double PriorEnds = 0.5;

    /// <summary>Ends and seconds assumed before anything has ended. Half an hour each is what short jobs on shared clusters take; it is outvoted after two ends.</summary>
    private const double FirstSeconds = 1700, FirstEnds = 0.5;

    private readonly double[] _asked;
    private readonly LifeTable _all = new();
    private readonly Dictionary<string, LifeTable> _classes = new(StringComparer.Ordinal);
    private readonly LifeTable _rest = new();
    private double _seenSeconds;

    /// <summary>An empty memory for a fleet's geometry.</summary>
    public DemandMemory(OnlineFleet fleet)
    {
        // A tenth of a request each: before any request, all are equally likely.
        _asked = [.. fleet.Geometry.Profiles.Select(static _ => 0.1)];
    }

    /// <summary>Time passed with this fleet running.</summary>
    /// <param name="fleet">What ran, since the time of the last call.</param>
    /// <param name="nowSeconds">Now; not before the last call.</param>
    public void Advance(OnlineFleet fleet, double nowSeconds)
    {
        foreach (OnlineGpu gpu in fleet.Gpus)
        {
            foreach (OnlineResident resident in gpu.Residents)
            {
                double from = Math.Max(0, _seenSeconds - resident.StartedSeconds), to = nowSeconds - resident.StartedSeconds;
                if (to > from)
                {
                    _all.Ran(from, to);
                    TableOf(resident.Request.Class).Ran(from, to);
                }
            }
        }

        _seenSeconds = nowSeconds;
    }

    /// <summary>A request came, whatever is answered.</summary>
    public void Arrived(OnlineFleet fleet, OnlineRequest request)
    {
        int profile = fleet.Table.ProfileOf(request.Profile);
        if (profile < 0)
        {
            return; // no place for it helps or hinders anything
        }

        for (int known = 0; known < _asked.Length; known++)
        {
            _asked[known] *= Math.Exp(-1 / MixMemory);
        }

        _asked[profile]++;
    }

    /// <summary>A resident ended by itself after this long.</summary>
    public void Ended(OnlineRequest request, double ranSeconds)
    {
        _all.Ended(ranSeconds, keep: 1);
        TableOf(request.Class).Ended(ranSeconds, ClassKeep);
    }

    /// <summary>Share of each profile in the requests, in the geometry's order; sums to 1.</summary>
    internal double[] Mix()
    {
        double sum = _asked.Sum();
        return [.. _asked.Select(count => count / sum)];
    }

    /// <summary>Hazard up to an age: the probability to live that long is exp of its negative.</summary>
    internal double Hazard(string kind, double age)
    {
        LifeTable? own = _classes.GetValueOrDefault(kind) ?? (_classes.Count >= MostClasses ? _rest : null);
        double sum = 0;
        for (int band = 0; band < LifeTable.Ages.Length - 1 && LifeTable.Ages[band] < age; band++)
        {
            double common = _all.Hazard(band, 1 / FirstSeconds, FirstEnds);
            sum += (own?.Hazard(band, common, PriorEnds) ?? common) * (Math.Min(age, LifeTable.Ages[band + 1]) - LifeTable.Ages[band]);
        }

        return sum;
    }

    /// <summary>Probability that something of an age runs for so many seconds more.</summary>
    internal double Survival(string kind, double age, double seconds) => Math.Exp(Hazard(kind, age) - Hazard(kind, age + seconds));

    /// <summary>Expected seconds of a new instance of a class, up to two hours: what it does after that is nobody's guess and would drown the rest.</summary>
    internal double ExpectedSeconds(string kind)
    {
        const int Steps = 24;
        double sum = 0, before = 1, at = 0;
        for (int step = 1; step <= Steps; step++)
        {
            double next = 60 * Math.Pow(120, (double)step / Steps), left = Survival(kind, 0, next);
            sum += (before + left) / 2 * (next - at);
            (before, at) = (left, next);
        }

        return sum;
    }

    private LifeTable TableOf(string kind)
    {
        if (_classes.TryGetValue(kind, out LifeTable? table))
        {
            return table;
        }

        return _classes.Count >= MostClasses ? _rest : _classes[kind] = new LifeTable();
    }
}
