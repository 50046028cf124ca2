using System.Globalization;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Planning.Packing;

namespace Optimizer.Planning.Sizing;

/// <summary>The fewest GPUs of one model for services with a rate and a latency limit, from measured speeds. Pure and deterministic; thread safe.</summary>
public static class Sizer
{
    // Millionths of a request per second: the measurements have thousandths. Doubled digits would not fit in 64 bits for the largest legal rates.
    private const decimal Unit = 1_000_000;

    /// <summary>Sizes.</summary>
    /// <param name="geometry">The GPU model; all GPUs are of it.</param>
    /// <param name="measured">What was measured, in any order.</param>
    /// <param name="services">The services, in any order; none need no GPU.</param>
    /// <param name="terms">The rules.</param>
    public static SizeOutcome Size(MigGeometry geometry, IReadOnlyList<MeasuredSpeed> measured, IReadOnlyList<ServiceTarget> services, SizingTerms terms) =>
        Size(geometry, measured, services, terms, new CpSatProver(Cover.DeterministicSeconds));

    /// <summary>Sizes with another solver behind the constructive answer.</summary>
    internal static SizeOutcome Size(
        MigGeometry geometry, IReadOnlyList<MeasuredSpeed> measured, IReadOnlyList<ServiceTarget> services, SizingTerms terms, ICoverProver prover)
    {
        SizeRefusal[] bad = [.. SizingCheck.Inputs(geometry, measured, terms)], wrong = [.. SizingCheck.Services(measured, services)];

        // What is wrong with one service does not hide what is wrong with another; on a table that makes no sense nothing is judged.
        ServiceOptions[] options = bad.Length > 0 ? [] :
        [
            .. services.Where(service => !Array.Exists(wrong, refusal => refusal.Service == service.Name))
                .OrderBy(static service => service.Name, StringComparer.Ordinal)
                .Select(service => ServiceOptions.Of(service, measured, terms)),
        ];
        IEnumerable<SizeRefusal> unserved = options.Select(static option => option.Refusal ?? TooMany(option)).OfType<SizeRefusal>();
        SizeRefusal[] problems = [.. bad, .. wrong.Concat(unserved).OrderBy(static refusal => refusal.Service, StringComparer.Ordinal)];
        if (problems.Length > 0)
        {
            return new SizeOutcome.Refused(problems.ToValueArray());
        }

        string[] profiles = [.. geometry.Profiles.Select(static profile => profile.Name).Where(name => Array.Exists(options, option => option.Best.ContainsKey(name)))];
        if (profiles.Length == 0)
        {
            return new SizeOutcome.Sized(new SizeResult { Gpus = [], Instances = [], LowerBound = 0, Method = "constructive" });
        }

        CoverProblem problem = new()
        {
            Types = LayoutType.Of(geometry, profiles),
            Fixed = new int[profiles.Length],
            Services = [.. options.Select(option => Demand(option, profiles))],
        };
        CoverAnswer answer = Cover.Solve(problem, prover);
        int[][] seats = [.. answer.Seats.Select((chosen, s) => Needed(problem.Services[s], chosen))];
        Layout[] gpus = GpuLayouts.Of(problem, answer.TypeCounts, problem.Demand(seats), profiles);
        return new SizeOutcome.Sized(new SizeResult
        {
            Gpus = gpus.ToValueArray(),
            Instances = Seat(gpus, options, seats, profiles),
            LowerBound = answer.LowerBound,
            Method = answer.Method,
            ProofMissing = answer.ProofMissing,
        });
    }

    private static SizeRefusal? TooMany(ServiceOptions option)
    {
        decimal fastest = option.Best.Values.Max(static speed => speed.ThroughputPerSecond);
        return option.Service.RatePerSecond <= fastest * SizingCheck.MostInstances ? null : new(option.Service.Name, SizeRefusalReason.BadRate, string.Create(
            CultureInfo.InvariantCulture,
            $"a rate of {option.Service.RatePerSecond} requests per second is more than {SizingCheck.MostInstances} of its fastest instances serve ({fastest} each); check the unit of the rate, or split the service"));
    }

    private static ServiceDemand Demand(ServiceOptions option, string[] profiles)
    {
        // A profile of which it would take more is as good as none, and its numbers of instances would not fit beside the others'.
        long need = (long)Math.Ceiling(option.Service.RatePerSecond * Unit), least = need / SizingCheck.MostInstances;
        return new(need, [.. profiles.Select(profile => option.Best.TryGetValue(profile, out MeasuredSpeed? speed) && speed.ThroughputPerSecond * Unit >= Math.Max(1, least)
            ? (long)Math.Floor(speed.ThroughputPerSecond * Unit)
            : 0)]);
    }

    /// <summary>Leaves out what a service does not need: the search counts GPUs, and an instance that nobody needs costs it nothing.</summary>
    private static int[] Needed(ServiceDemand service, int[] chosen)
    {
        int[] needed = [.. chosen];
        long served = needed.Select((count, p) => count * service.Rates[p]).Sum();
        for (int p = 0; p < needed.Length; p++)
        {
            while (needed[p] > 0 && served - service.Rates[p] >= service.Need)
            {
                needed[p]--;
                served -= service.Rates[p];
            }
        }

        return needed;
    }

    /// <summary>Gives each instance its service: services by name, their instances from the first GPU on, so that few GPUs hold parts of one service.</summary>
    private static ValueArray<SizedInstance> Seat(Layout[] gpus, ServiceOptions[] options, int[][] seats, string[] profiles)
    {
        int[] service = new int[profiles.Length];
        int[][] open = [.. seats.Select(static chosen => (int[])chosen.Clone())];
        List<SizedInstance> seated = [];
        for (int g = 0; g < gpus.Length; g++)
        {
            foreach (PlacedInstance instance in gpus[g].Instances)
            {
                int p = Array.IndexOf(profiles, instance.Profile);
                while (open[service[p]][p] == 0)
                {
                    service[p]++;
                }

                open[service[p]][p]--;
                ServiceOptions option = options[service[p]];
                MeasuredSpeed speed = option.Best[instance.Profile];
                seated.Add(new SizedInstance(g, instance, option.Service.Name, speed.Batch, speed.Processes, speed.ThroughputPerSecond));
            }
        }

        return seated.ToValueArray();
    }
}
