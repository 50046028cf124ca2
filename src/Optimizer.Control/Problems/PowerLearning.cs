using Optimizer.Control.Demand.Intake;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Power;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>Refines power curves from what boards draw while their instances work.</summary>
internal static class PowerLearning
{
    /// <summary>Most models; no node has more than a few, and a driver that renames boards must not fill the memory.</summary>
    private const int MostModels = 32;

    public static ValueArray<LearnedPower> Observe(ValueArray<LearnedPower> before, ProblemInputs inputs, PlanningProblem problem)
    {
        SortedDictionary<string, LearnedPower> fits = new(StringComparer.Ordinal);
        foreach (LearnedPower power in before)
        {
            fits[power.Model] = power;
        }

        Dictionary<GpuUuid, GpuState> states = problem.Gpus.ToDictionary(gpu => gpu.Uuid);
        foreach (GpuSnapshot gpu in inputs.Seen.Gpus)
        {
            if (gpu is { Availability: GpuAvailability.Up, Power.Watts: { } watts } && states.TryGetValue(gpu.Uuid, out GpuState? state) && Loads(gpu, state) is { } loads
                && (fits.ContainsKey(state.Model) || fits.Count < MostModels))
            {
                PowerFit fit = fits.GetValueOrDefault(state.Model)?.Fit ?? PowerFit.From(Assumed(state.Model, gpu.Power));
                fits[state.Model] = new LearnedPower(state.Model, fit.With(new PowerObservation(watts, loads)));
            }
        }

        return fits.Values.ToValueArray();
    }

    /// <summary>The model's curve, up to this board's own default limit where it tells one.</summary>
    private static PowerCurve Assumed(string model, PowerReading power)
    {
        PowerCurve prior = PowerPriors.For(model);
        return power.DefaultLimitWatts is { } limit && limit > prior.IdleWatts && limit <= 3000 ? prior with { MaxWatts = limit } : prior;
    }

    /// <summary>How hard each instance worked; null when one of them is not known, since the rest would be blamed for its watts.</summary>
    private static ValueArray<InstanceLoad>? Loads(GpuSnapshot gpu, GpuState state)
    {
        if (gpu.Mig is not { Enabled: true } mig)
        {
            double? ratio = GpuActivity.Ratio(gpu.Activity) ?? gpu.Utilization?.BusyRatio;
            return ratio is { } load ? (load > 0 ? [new InstanceLoad(1, load)] : []) : null;
        }

        List<InstanceLoad> loads = [];
        foreach (GpuInstanceSnapshot instance in mig.Instances)
        {
            if (GpuActivity.Ratio(instance.Activity) is not { } ratio || state.Geometry is not { } geometry || geometry.FindProfile(instance.Profile) is not { } profile)
            {
                return null;
            }

            if (ratio > 0)
            {
                loads.Add(new InstanceLoad((double)profile.ComputeSlices / geometry.ComputeSlices, ratio));
            }
        }

        return loads.ToValueArray();
    }
}
