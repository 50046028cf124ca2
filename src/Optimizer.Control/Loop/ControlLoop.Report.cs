using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Loop;

/// <content>What others see of the loop.</content>
public sealed partial class ControlLoop
{
    private readonly AvoidedCost _avoided = new();
    private NodeSnapshot? _lastSeen;

    private void Publish(Tick tick, Duration took)
    {
        foreach (Quarantine quarantine in _memory.Quarantines.ToArray())
        {
            _holds.Say(
                tick.At, Interlock.UnhealthyGpu, quarantine.Gpu.Value, $"{quarantine.Gpu} is left alone: {quarantine.Reason}. When it is well, \"gpu-optimizer release {quarantine.Gpu}\".");
        }

        // An operator's wish does not read the node; what was seen before it still stands.
        _lastSeen = tick.Seen ?? _lastSeen;
        PriceTerms prices = tick.Options.Terms.Prices;
        _avoided.Pass(tick.At, _lastSeen, prices, _newest);
        ControlReport report = new()
        {
            At = tick.At,
            Configured = tick.Options.Mode,
            Mode = ModeOf(tick),
            Paused = _memory.Paused,
            Reason = _memory.ControlReason,
            Holds = _holds.Now,
            Plan = _memory.InFlight ?? _newest,
            Desired = DesiredNow(),
            Repartitioning = _memory.InFlight is { } flight ? Flight.Gpus(flight.Plan) : [],
            Quarantines = _memory.Quarantines,
            Evaluations = _book.Evaluations,
            Repartitions = _book.Repartitions,
            Moves = _book.Moves,
            AvoidedAgainstNoAction = _avoided.NoAction,
            AvoidedAgainstStatic = _avoided.Static,
            Prices = ModeOf(tick) == OperatingMode.Observe || _lastSeen is null ? null : PricesOf(tick, _lastSeen, prices),
            Measurements = _book.TakeMeasured(),
            Ticks = _ticks,
            LastTick = took,
        };
        Volatile.Write(ref _report, report);
        _parts.Published?.Invoke(report);
    }

    private ValueArray<GpuTarget> DesiredNow() => _memory.InFlight is { Life: PlanLife.Acting } flight ? Merged(flight.Plan.Targets) : _memory.Committed;

    private static PriceReport PricesOf(Tick tick, NodeSnapshot seen, PriceTerms prices) => new(
        prices.Currency,
        tick.Options.PriceSource,
        prices.Energy.PriceAt(tick.At),
        seen.Gpus.OrderBy(gpu => gpu.Uuid).Select(gpu => new GpuPrice(gpu.Uuid, AvoidedCost.HourOf(gpu, prices))).ToValueArray());
}
