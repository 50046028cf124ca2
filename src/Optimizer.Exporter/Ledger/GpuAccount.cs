using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Ledger;

/// <summary>What one GPU's time and energy came to. Not thread-safe.</summary>
internal sealed class GpuAccount(GpuUuid gpu, Duration since)
{
    /// <summary>No board draws more. A meter that says so was reset or misread; doubled, a misreading costs twice as much before it is refused.</summary>
    private const double MostWatts = 4000;

    private const double NanosecondsPerHour = 3.6e12;
    private const double JoulesPerKwh = 3.6e6;

    private readonly long[] _nanoseconds = new long[StateShares.States];
    private readonly double[] _cost = new double[StateShares.States];
    private bool _priced;
    private double? _joules;
    private Duration _joulesAt;
    private double? _energyCost;

    /// <summary>Which GPU.</summary>
    public GpuUuid Gpu { get; } = gpu;

    /// <summary>Up to when its time is accounted for.</summary>
    public Duration Until { get; set; } = since;

    /// <summary>Divides time among the states by weight; whole nanoseconds, so that the parts sum to it exactly.</summary>
    public void Add(long nanoseconds, ReadOnlySpan<long> weights, double? pricePerHour)
    {
        long all = 0;
        int heaviest = 0;
        for (int state = 0; state < weights.Length; state++)
        {
            all += weights[state];
            heaviest = weights[state] > weights[heaviest] ? state : heaviest;
        }

        long left = nanoseconds;
        for (int state = 0; state < weights.Length; state++)
        {
            if (state != heaviest)
            {
                long part = (long)((Int128)nanoseconds * weights[state] / all);
                left -= part;
                Add(state, part, pricePerHour);
            }
        }

        Add(heaviest, left, pricePerHour);
    }

    /// <summary>Takes prices into use without time having passed, so that a cost of 0 is said.</summary>
    public void Start(bool priced, bool tariffed)
    {
        _priced |= priced;
        _energyCost ??= tariffed && _joules is not null ? 0 : null;
    }

    /// <summary>Charges what the meter moved since it was read last. The first reading, and one after a reset, only say where it stands.</summary>
    public void Meter(double? joules, Duration clock, double? pricePerKwh)
    {
        if (joules is not { } now || !double.IsFinite(now) || now < 0)
        {
            return;
        }

        if (pricePerKwh is { } price)
        {
            _energyCost ??= 0;
            double most = MostWatts * (clock - _joulesAt).TotalSeconds;
            if (_joules is { } before && now >= before && now - before <= most)
            {
                _energyCost += (now - before) / JoulesPerKwh * price;
            }
        }

        _joules = now;
        _joulesAt = clock;
    }

    /// <summary>Forgets money, not time.</summary>
    public void ForgetMoney()
    {
        Array.Clear(_cost);
        _priced = false;
        _energyCost = null;
    }

    /// <summary>The account as a value.</summary>
    public LedgerEntry Entry() => new()
    {
        Gpu = Gpu,
        Time = _nanoseconds.Select(Duration.FromNanoseconds).ToValueArray(),
        Cost = _priced ? ValueArray.Create<double>(_cost) : [],
        EnergyCost = _energyCost,
    };

    private void Add(int state, long nanoseconds, double? pricePerHour)
    {
        _nanoseconds[state] += nanoseconds;
        _cost[state] += (pricePerHour ?? 0) * nanoseconds / NanosecondsPerHour;
    }
}
