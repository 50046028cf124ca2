using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Ledger;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section L: what becomes of the hardware that is paid for. Every amount derives from one ledger.</summary>
internal sealed class CostFamilies() : FamilyGroup(Section, "Cost", [StateSeconds, Pricing, Cost, EnergyCost, Avoided])
{
    private const char Section = 'L';
    private const string Currency = "currency";

    private static readonly MetricFamily StateSeconds = new("device_state_seconds_total", Counter, MetricUnit.Seconds, Section)
    {
        Help = "Time of the GPU by what became of it, weighted by multiprocessors: half a GPU busy for a second is half a second. States are disjoint and sum to the time since the "
            + "daemon first saw the GPU; an unused instance is idle, a GPU without instances or processes free, what nobody uses of a GPU the daemon is changing repartitioning, "
            + "one that does not answer unavailable.",
        Source = "derived: multiprocessors, processes, activity and placements, integrated over snapshots",
        Labels = [Gpu, Of<DeviceState>("state")],
        SeriesCap = SeriesCaps.PerGpu(StateShares.States),
    };

    private static readonly MetricFamily Pricing = new("pricing_info", Gauge, MetricUnit.Info, Section)
    {
        Help = "Currency of every amount, and where prices come from: config or default, which is a guess. Always 1.",
        Source = "configuration",
        Labels = [Open(Currency), Open("source")],
        SeriesCap = 1,
    };

    private static readonly MetricFamily Cost = new("cost_total", Counter, Currency, Section)
    {
        Help = "Price of the GPU's time, by what became of it, without energy: device_state_seconds_total at the price of the moment. Components are disjoint and sum to the spend.",
        Source = "derived: device_state_seconds_total and prices",
        Labels = [Gpu, Of<DeviceState>("component")],
        SeriesCap = SeriesCaps.PerGpu(StateShares.States),
    };

    private static readonly MetricFamily EnergyCost = new("energy_cost_total", Counter, Currency, Section)
    {
        Help = "Price of the energy the board used, at the tariff of the moment; not part of cost_total. Absent on a board without an energy meter.",
        Source = "derived: device_energy_joules_total and the tariff",
        Labels = [Gpu],
        SeriesCap = SeriesCaps.PerGpu(),
    };

    private static readonly MetricFamily Avoided = new("cost_avoided_total", Counter, Currency, Section)
    {
        Help = "An estimate, not a bill: what was not spent against a baseline, no_action by the accounts of the plans carried out, static_layout against every GPU in use all the time. "
            + "The highest estimate so far: where it falls, this stays. Absent before there is one.",
        Source = "derived: accounts of plans; the control loop",
        Labels = [Closed("baseline", "static_layout", "no_action")],
        SeriesCap = 2,
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Control is not { } control)
        {
            return;
        }

        foreach (LedgerEntry entry in control.Ledger)
        {
            string uuid = entry.Gpu.Value;
            for (int state = 0; state < StateShares.States; state++)
            {
                writer.Write(StateSeconds, entry.Time[state].TotalSeconds, uuid, LabelText<DeviceState>.All[state]);
                if (!entry.Cost.IsEmpty)
                {
                    writer.Write(Cost, entry.Cost[state], uuid, LabelText<DeviceState>.All[state]);
                }
            }

            writer.Write(EnergyCost, entry.EnergyCost, uuid);
        }

        if (control.Report.Prices is { } prices)
        {
            writer.Write(Pricing, 1, prices.Currency, prices.Source);
        }

        writer.Write(Avoided, control.AvoidedAgainstStatic, "static_layout");
        writer.Write(Avoided, control.AvoidedAgainstNoAction, "no_action");
    }
}
