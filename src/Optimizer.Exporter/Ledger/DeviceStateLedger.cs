using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Ledger;

/// <summary>Integrates what becomes of each GPU's time: the one account cost and waste are derived from. Not thread-safe; no clock and no I/O.</summary>
/// <remarks>
/// For every GPU the states sum to the time since it was first seen, to the nanosecond. A GPU that is lost, or left out of a snapshot, goes on being counted, as
/// unavailable: it is still paid for. Reasons are in decisions/cost-ledger.md.
/// </remarks>
public sealed class DeviceStateLedger
{
    /// <summary>Between snapshots further apart nobody looked, so the time is unavailable. Five times the longest sampling period; doubled, an outage of nine minutes is
    /// billed as whatever was seen after it.</summary>
    public static readonly Duration LongestInterval = Duration.FromMinutes(5);

    private readonly double _idleThreshold;
    private readonly Dictionary<GpuUuid, GpuAccount> _accounts = [];
    private readonly List<GpuAccount> _order = [];
    private readonly HashSet<GpuUuid> _repartitioning = [];
    private ValueArray<GpuUuid> _repartitioningNow = [];
    private PriceReport? _prices;
    private long? _sequence;
    private Duration? _clock;

    /// <summary>An empty ledger.</summary>
    /// <param name="idleThresholdRatio">Activity of a GPU or instance below this counts as idle, 0 to 1; the sampler's own threshold.</param>
    public DeviceStateLedger(double idleThresholdRatio)
    {
        _idleThreshold = idleThresholdRatio;
    }

    /// <summary>The accounts, GPUs in the order they were first seen.</summary>
    public ValueArray<LedgerEntry> Entries() => _order.Select(static account => account.Entry()).ToValueArray();

    /// <summary>Learns which GPUs are being changed, and prices. A change that ended before the next snapshot still counts for the time up to it.</summary>
    public void Take(ControlReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (_prices is { } before && report.Prices is { } after && before.Currency != after.Currency)
        {
            // Amounts of two currencies have no sum; a counter that starts again is the honest reading.
            foreach (GpuAccount account in _order)
            {
                account.ForgetMoney();
            }
        }

        // Remembered while prices are away, so that a currency that changed in between is noticed; nothing is charged then.
        _prices = report.Prices ?? (_prices is { } known ? known with { GpuHours = [], EnergyPerKwh = double.NaN } : null);
        _repartitioningNow = report.Repartitioning;
        foreach (GpuUuid gpu in report.Repartitioning)
        {
            _repartitioning.Add(gpu);
        }

        foreach (GpuAccount account in _order)
        {
            StartPrice(account);
        }
    }

    /// <summary>Accounts for the time since the snapshot before; what is seen now was so since then. The same sequence number again changes nothing.</summary>
    /// <param name="snapshot">What was seen.</param>
    /// <param name="clock">When, by a clock that is never set. One that goes back adds no time.</param>
    public void Take(NodeSnapshot snapshot, Duration clock)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        if (_sequence == snapshot.Sequence)
        {
            return;
        }

        _sequence = snapshot.Sequence;
        Duration last = _clock ?? clock;
        bool looked = clock - last <= LongestInterval;
        _clock = clock;
        foreach (GpuSnapshot? gpu in snapshot.Gpus)
        {
            if (gpu is null)
            {
                // A snapshot that cannot be is refused where it is shown; the sampler that publishes it goes on.
                continue;
            }

            if (!_accounts.TryGetValue(gpu.Uuid, out GpuAccount? account))
            {
                account = new GpuAccount(gpu.Uuid, clock);
                _accounts.Add(gpu.Uuid, account);
                _order.Add(account);
                StartPrice(account);
            }

            Account(account, looked ? gpu : null, clock);
            account.Meter(gpu.Power?.EnergyJoules, clock, EnergyPrice());
        }

        foreach (GpuAccount account in _order)
        {
            // Those of the snapshot stand at the clock already, and a GPU named twice counts once.
            Account(account, null, clock);
        }

        _repartitioning.Clear();
        foreach (GpuUuid gpu in _repartitioningNow)
        {
            _repartitioning.Add(gpu);
        }
    }

    private void Account(GpuAccount account, GpuSnapshot? seen, Duration clock)
    {
        Duration elapsed = clock - account.Until;
        account.Until = clock;
        if (elapsed <= Duration.Zero)
        {
            return;
        }

        Span<long> weights = stackalloc long[StateShares.States];
        bool repartitioning = _repartitioning.Contains(account.Gpu);
        if (seen is { Availability: GpuAvailability.Up })
        {
            StateShares.Of(seen, _idleThreshold, weights);
            if (repartitioning)
            {
                StateShares.TakeUnused(weights);
            }
        }
        else
        {
            // A change of mode takes the GPU away for a while, and that is what the change costs.
            weights[(int)(repartitioning ? DeviceState.Repartitioning : DeviceState.Unavailable)] = 1;
        }

        account.Add(elapsed.ToInt64Nanoseconds(), weights, HourPrice(account.Gpu));
    }

    private void StartPrice(GpuAccount account) => account.Start(HourPrice(account.Gpu) is not null, EnergyPrice() is not null);

    private double? HourPrice(GpuUuid gpu)
    {
        foreach (GpuPrice price in _prices?.GpuHours ?? [])
        {
            if (price.Gpu == gpu)
            {
                return Usable(price.PerHour);
            }
        }

        return null;
    }

    private double? EnergyPrice() => _prices is { } prices ? Usable(prices.EnergyPerKwh) : null;

    private static double? Usable(double price) => double.IsFinite(price) && price >= 0 ? price : null;
}
