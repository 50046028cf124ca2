using System.Collections.Concurrent;
using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Costs;

/// <summary>The cost model of a problem's terms: constant demand and power over the horizon, prices integrated over its hours.</summary>
/// <remarks>
/// Amounts of single seats, GPUs, moves and changes are rounded to millionths and then only added, so an account does not depend on the order or
/// grouping of what it sums. Safe to share between threads. Formulas: decisions/cost-and-policy.md.
/// </remarks>
public sealed class CostModel : ICostModel
{
    /// <summary>Units of <see cref="Objective"/> in one unit of <see cref="Money"/>: weights are whole thousandths, so weighted sums stay exact.</summary>
    public const int ObjectiveScale = 1000;

    /// <summary>
    /// Most of the horizon that one restart is counted as. Without it, a workload whose restart is longer than the horizon would never get another
    /// replica; doubled, one on a GPU of its own would not.
    /// </summary>
    private const double MostOfHorizon = 0.25;

    private const double SecondsPerHour = 3600;

    private readonly PriceTerms _prices;
    private readonly double _hours;
    private readonly double _energyPerKilowatt;
    private readonly double _carbonPerKilowatt;
    private readonly long _gpuTimeWeight;
    private readonly long _energyWeight;
    private readonly long _penaltyWeight;
    private readonly Dictionary<string, double> _gpuHour;
    private readonly GpuState[] _models;
    private readonly ConcurrentDictionary<WorkloadNeed, DemandWorth> _worth = new(ReferenceEqualityComparer.Instance);

    /// <summary>For a problem, with the policy its terms name.</summary>
    /// <exception cref="ArgumentException">There is no such policy or time zone; <see cref="TermsCheck"/> finds both first.</exception>
    public CostModel(PlanningProblem problem)
        : this(problem.At, problem.Terms, PolicyOf(problem.Terms), problem.Gpus)
    {
    }

    /// <summary>For terms of their own.</summary>
    /// <param name="at">Start of the horizon.</param>
    /// <param name="terms">Prices and horizon.</param>
    /// <param name="policy">Weights of <see cref="Objective"/>; <see cref="PolicyTerms.Policy"/> is not read.</param>
    /// <param name="gpus">GPUs there are, in any order: a workload's best seat is looked for on their models.</param>
    public CostModel(Instant at, PolicyTerms terms, PlanningPolicy policy, IEnumerable<GpuState> gpus)
    {
        Instant end = at + terms.Horizon;
        _prices = terms.Prices;
        _hours = terms.Horizon.TotalHours;
        _energyPerKilowatt = PowerPrice.Energy(_prices.Energy, at, end) * _prices.PowerUsageEffectiveness;
        _carbonPerKilowatt = PowerPrice.Carbon(_prices.Carbon, at, end) * _prices.PowerUsageEffectiveness;
        _gpuTimeWeight = Thousandths(policy.GpuTimeWeight);
        _energyWeight = Thousandths(policy.EnergyWeight);
        _penaltyWeight = Thousandths(policy.PenaltyWeight);
        _gpuHour = _prices.Models.ToDictionary(price => price.Model, price => price.GpuHour, StringComparer.Ordinal);

        // GPUs of one model may still be cut differently (a driver that offers other profiles), so the geometry is part of what tells models apart.
        _models = [.. gpus.DistinctBy(gpu => (gpu.Model, gpu.Geometry))];
    }

    /// <inheritdoc/>
    public Account ActiveGpu(GpuState gpu) => new()
    {
        GpuTime = Money.Of(GpuHour(gpu) * _hours),
        Energy = Energy(gpu.Power.IdleWatts),
        Carbon = Carbon(gpu.Power.IdleWatts),
    };

    /// <inheritdoc/>
    public Account Serving(WorkloadNeed need, ReadOnlySpan<SeatCount> seats)
    {
        DemandWorth worth = WorthOf(need);
        long capacity = 0;
        foreach (SeatCount seat in seats)
        {
            capacity += worth.Of(seat.Option.CarefulRate) * seat.Count;
        }

        long expected = worth.Of(need.ExpectedRate), planned = worth.Of(need.WantedRate);
        double load = capacity > 0 ? Math.Min(1, (double)expected / capacity) : 0;
        Account account = new()
        {
            Value = Money.Of(Gpus(Math.Min(expected, capacity)) * _prices.ValuePerGpuHour * _hours),
            SloPenalty = Money.Of(Gpus(Math.Max(0, planned - capacity)) * PenaltyPerGpuHour(need.Qos) * _hours),
        };
        foreach (SeatCount seat in seats)
        {
            PowerCurve power = seat.Gpu.Power;
            double watts = load > 0
                ? (power.MaxWatts - power.IdleWatts) * GpuShare.OfSeat(need, seat.Option, seat.Gpu) * Math.Pow(load, power.LoadExponent)
                : 0;
            account += new Account { Energy = Energy(watts) * seat.Count, Carbon = Carbon(watts) * seat.Count };
        }

        return account;
    }

    /// <inheritdoc/>
    public Account Start(WorkloadNeed need, SeatOption? seat)
    {
        double rate = seat?.CarefulRate ?? need.Options.Select(option => option.CarefulRate).DefaultIfEmpty().Max();
        double perHour = Gpus(WorthOf(need).Of(rate)) * (_prices.ValuePerGpuHour + PenaltyPerGpuHour(need.Qos));
        return new Account { Moving = Money.Of(perHour * Math.Min(need.Restart.TotalHours, _hours * MostOfHorizon)) };
    }

    /// <inheritdoc/>
    public Account InstanceChange(GpuState gpu) =>
        new() { InstanceChanges = Money.Of(GpuHour(gpu) * _prices.InstanceChange.TotalSeconds / SecondsPerHour) };

    /// <inheritdoc/>
    public Money Objective(Account account) =>
        ((account.Value - account.Moving - account.InstanceChanges) * ObjectiveScale)
        - (account.GpuTime * _gpuTimeWeight)
        - ((account.Energy + account.Carbon) * _energyWeight)
        - (account.SloPenalty * _penaltyWeight);

    private static PlanningPolicy PolicyOf(PolicyTerms terms) =>
        PlanningPolicies.Find(terms.Policy) ?? throw new ArgumentException($"there is no policy {terms.Policy}", nameof(terms));

    private static long Thousandths(double weight) => checked((long)Math.Round(weight * ObjectiveScale));

    private static double Gpus(long units) => units / DemandWorth.Units;

    private double GpuHour(GpuState gpu) => _gpuHour.GetValueOrDefault(gpu.Model, _prices.GpuHour);

    private double PenaltyPerGpuHour(QosClass qos) => qos switch
    {
        QosClass.Guaranteed => _prices.PenaltyGuaranteed,
        QosClass.Burstable => _prices.PenaltyBurstable,
        QosClass.BestEffort => _prices.PenaltyBestEffort,
        _ => throw new ArgumentOutOfRangeException(nameof(qos), qos, "not a class"),
    };

    private Money Energy(double watts) => Money.Of(watts / 1000 * _energyPerKilowatt);

    private Money Carbon(double watts) => Money.Of(watts / 1000 * _carbonPerKilowatt);

    // By reference: comparing needs by value costs more than what is kept here.
    private DemandWorth WorthOf(WorkloadNeed need) => _worth.GetOrAdd(need, static (need, models) => DemandWorth.Of(need, models), _models);
}
