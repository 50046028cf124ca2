using NodaTime;
using Optimizer.Control.Problems;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning;
using Optimizer.Planning.Terms;

namespace Optimizer.Control.Loop;

/// <summary>Estimates what acting has saved, against two baselines that are named wherever the figure is shown. Both only ever grow.</summary>
internal sealed class AvoidedCost
{
    private Instant? _last;
    private double _noAction;
    private double _static;
    private bool _acted;
    private bool _integrated;

    /// <summary>The plan that was carried out last: what it is worth counts until its horizon ends, whatever is decided or held after it. Null before the first.</summary>
    public PlanRecord? InForce { get; set; }

    /// <summary>Against doing nothing: what the plan in force was reckoned better than staying, spread over its horizon. Null before a plan was carried out.</summary>
    public Money? NoAction => _acted ? Money.Of(_noAction) : null;

    /// <summary>Against every GPU in use all the time: the price of the hours GPUs had nobody on them. Null before anything was integrated.</summary>
    public Money? Static => _integrated ? Money.Of(_static) : null;

    /// <summary>Time passes.</summary>
    /// <param name="now">When.</param>
    /// <param name="seen">The newest snapshot.</param>
    /// <param name="prices">Prices.</param>
    /// <param name="newest">The newest plan; in force from when it is committed.</param>
    public void Pass(Instant now, NodeSnapshot? seen, PriceTerms prices, PlanRecord? newest)
    {
        InForce = newest is { Life: PlanLife.Committed } ? newest : InForce;
        double hours = _last is { } last ? Math.Max(0, (now - last).TotalHours) : 0;
        _last = now;
        if (seen is null || hours is 0 or > 1)
        {
            return; // a gap is not time during which anything was known
        }

        foreach (GpuSnapshot gpu in seen.Gpus)
        {
            if (gpu.Availability == GpuAvailability.Up && gpu.Processes is { Compute: 0 })
            {
                _static += hours * HourOf(gpu, prices);
            }
        }

        _integrated = true;
        if (InForce is { EndedAt: { } ended, Plan: { Alternatives: { IsEmpty: false } ways } plan } && now - ended <= plan.Horizon
            && ways.FirstOrDefault(way => way.Name == Planner.Stay) is { } stay)
        {
            _acted = true;
            _noAction += Math.Max(0, (plan.Account.Net - stay.Account.Net).Amount) * hours / plan.Horizon.TotalHours;
        }
    }

    /// <summary>Price of one hour of a GPU, without energy.</summary>
    public static double HourOf(GpuSnapshot gpu, PriceTerms prices)
    {
        string model = GpuModelKey.Of(gpu.Identity);
        return prices.Models.Where(price => price.Model == model).Select(price => (double?)price.GpuHour).FirstOrDefault() ?? prices.GpuHour;
    }
}
