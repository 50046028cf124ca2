using System.Globalization;
using Optimizer.Model.Mig;

namespace Optimizer.Planning.Sizing;

/// <summary>Finds what makes no sense before anything is searched, all of it at once.</summary>
internal static class SizingCheck
{
    /// <summary>
    /// Most instances that one service may need of its fastest profile: a thousand times the largest public scenario. Beyond it a rate is a slip of units, and the list
    /// of instances would fill the memory; doubled, that list takes twice the memory.
    /// </summary>
    public const int MostInstances = 20_000;

    // Far beyond any service; keeps products of rates within 64 bits.
    private const decimal MostRate = 1e9m;

    // Some 30 years for a batch, a thousand times that for a limit in milliseconds; without it the sums of a refusal leave the range of decimal numbers.
    private const decimal MostSeconds = 1e9m, MostMilliseconds = 1e15m;

    /// <summary>Problems of the measurements and terms.</summary>
    public static IEnumerable<SizeRefusal> Inputs(MigGeometry geometry, IReadOnlyList<MeasuredSpeed> measured, SizingTerms terms)
    {
        if (terms.MaxProcesses < 1)
        {
            yield return new(null, SizeRefusalReason.BadTerms, $"at most {terms.MaxProcesses} processes in an instance leave nothing to run; allow 1 or more");
        }

        if (terms.LatencyShare is < SizingTerms.LeastLatencyShare or > 1)
        {
            yield return new(null, SizeRefusalReason.BadTerms, string.Create(
                CultureInfo.InvariantCulture, $"a share of {terms.LatencyShare} of the latency limit makes no sense; it lies between {SizingTerms.LeastLatencyShare} and 1"));
        }

        HashSet<(string Model, string Profile, int Batch, int Processes)> seen = [];
        foreach (MeasuredSpeed speed in measured)
        {
            if (Explain(geometry, speed) is (SizeRefusalReason reason, string why))
            {
                yield return new(null, reason, $"{Name(speed)}: {why}");
            }
            else if (!seen.Add((speed.Model, speed.Profile, speed.Batch, speed.Processes)))
            {
                yield return new(null, SizeRefusalReason.BadMeasurement, $"{Name(speed)}: measured twice; keep one of them");
            }
        }
    }

    /// <summary>Problems of the services, by name.</summary>
    public static IEnumerable<SizeRefusal> Services(IReadOnlyList<MeasuredSpeed> measured, IReadOnlyList<ServiceTarget> services)
    {
        string[] models = [.. measured.Select(static speed => speed.Model).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        string? before = null;
        foreach (ServiceTarget service in services.OrderBy(static service => service.Name, StringComparer.Ordinal))
        {
            if (service.Name == before)
            {
                yield return new(service.Name, SizeRefusalReason.DuplicateService, "named twice; give each service one row, with the sum of its rates");
            }

            before = service.Name;
            if (service.RatePerSecond is <= 0 or > MostRate)
            {
                yield return new(service.Name, SizeRefusalReason.BadRate, string.Create(
                    CultureInfo.InvariantCulture, $"a rate of {service.RatePerSecond} requests per second, expected more than 0 and at most {MostRate:0}; remove a service that serves nothing"));
            }

            if (service.LatencyLimitMilliseconds is <= 0 or > MostMilliseconds)
            {
                yield return new(service.Name, SizeRefusalReason.BadLatencyLimit, string.Create(
                    CultureInfo.InvariantCulture, $"a latency limit of {service.LatencyLimitMilliseconds} ms, expected more than 0 and at most {MostMilliseconds:0}"));
            }

            if (Array.BinarySearch(models, service.Model, StringComparer.Ordinal) < 0)
            {
                yield return new(service.Name, SizeRefusalReason.UnknownModel, $"the model {service.Model} is not measured, expected one of {string.Join(", ", models)}; measure it, or correct the name");
            }
        }
    }

    private static (SizeRefusalReason Reason, string Why)? Explain(MigGeometry geometry, MeasuredSpeed speed)
    {
        if (geometry.FindProfile(speed.Profile) is null)
        {
            return (SizeRefusalReason.UnknownProfile, $"the GPU has no such profile, expected one of {string.Join(", ", geometry.Profiles.Select(static profile => profile.Name))}");
        }

        if (speed.Batch < 1 || speed.Processes < 1)
        {
            return (SizeRefusalReason.BadMeasurement, "batch and processes are 1 or more");
        }

        // As for the rates above.
        if (speed.ThroughputPerSecond is < 0 or > MostRate || speed.LatencySeconds is < 0 or > MostSeconds)
        {
            return (SizeRefusalReason.BadMeasurement, string.Create(
                CultureInfo.InvariantCulture, $"a throughput of {speed.ThroughputPerSecond} per second at {speed.LatencySeconds} s, expected numbers from 0 to {MostRate:0}"));
        }

        return speed.ThroughputPerSecond > 0 && speed.LatencySeconds == 0
            ? (SizeRefusalReason.BadMeasurement, "a throughput without a latency; both are 0 where the model did not run")
            : null;
    }

    private static string Name(MeasuredSpeed speed) =>
        string.Create(CultureInfo.InvariantCulture, $"{speed.Model} on {speed.Profile}, batch {speed.Batch}, processes {speed.Processes}");
}
