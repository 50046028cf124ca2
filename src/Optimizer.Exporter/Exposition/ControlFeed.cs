using NodaTime;
using Optimizer.Exporter.Ledger;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Exposition;

/// <summary>Gathers control reports and keeps the ledger between expositions. Not thread-safe; its owner locks.</summary>
internal sealed class ControlFeed(double idleThresholdRatio)
{
    private readonly DeviceStateLedger _ledger = new(idleThresholdRatio);
    private List<Measured> _waiting = [];
    private List<Measured> _taken = [];
    private ControlReport? _report;
    private string? _currency;
    private double? _againstNoAction;
    private double? _againstStatic;

    /// <summary>Measurements waiting to be exposed.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Takes a report; false when it is the one taken last, by value: its measurements were counted.</summary>
    public bool Take(ControlReport report)
    {
        if (report == _report)
        {
            return false;
        }

        _report = report;
        foreach (Measured measured in report.Measurements)
        {
            _waiting.Add(measured);
        }

        if (report.Prices is { } prices && prices.Currency != _currency)
        {
            (_againstNoAction, _againstStatic) = (null, null);
            _currency = prices.Currency;
        }

        _againstNoAction = Highest(_againstNoAction, report.AvoidedAgainstNoAction);
        _againstStatic = Highest(_againstStatic, report.AvoidedAgainstStatic);
        _ledger.Take(report);
        return true;
    }

    /// <summary>Accounts for a snapshot. Also before the first report, so that no time is missing when it comes.</summary>
    public void Take(NodeSnapshot snapshot, Duration clock) => _ledger.Take(snapshot, clock);

    /// <summary>Hands over what there is to say, null before the first report. The measurements are valid until the next call.</summary>
    public ControlInput? Hand()
    {
        if (_report is null)
        {
            return null;
        }

        (_waiting, _taken) = (_taken, _waiting);
        _waiting.Clear();
        return new ControlInput(_report, _ledger.Entries(), _againstNoAction, _againstStatic, _taken);
    }

    /// <summary>Takes back the measurements handed over last, because they were not exposed.</summary>
    public void PutBack()
    {
        _waiting.InsertRange(0, _taken);
        _taken.Clear();
    }

    // Estimates fall when a plan turns out to have cost more than it brought; a counter may not, so it waits until they are above again.
    private static double? Highest(double? before, Money? now) => now is { } estimate ? Math.Max(before ?? 0, estimate.Amount) : before;
}
