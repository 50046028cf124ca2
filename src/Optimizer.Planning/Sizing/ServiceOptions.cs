using System.Globalization;

namespace Optimizer.Planning.Sizing;

/// <summary>What a service runs on each profile: the fastest way that its latency allows, or why there is none.</summary>
internal sealed class ServiceOptions
{
    private ServiceOptions(ServiceTarget service) => Service = service;

    public ServiceTarget Service { get; }

    /// <summary>The best measurement by profile, only where the latency allows one.</summary>
    public IReadOnlyDictionary<string, MeasuredSpeed> Best { get; private init; } = new Dictionary<string, MeasuredSpeed>(StringComparer.Ordinal);

    /// <summary>Why no profile serves; null when one does.</summary>
    public SizeRefusal? Refusal { get; private init; }

    /// <summary>Chooses.</summary>
    /// <param name="service">A service with a positive rate and limit.</param>
    /// <param name="measured">Measurements of all models, in any order.</param>
    /// <param name="terms">The rules.</param>
    public static ServiceOptions Of(ServiceTarget service, IEnumerable<MeasuredSpeed> measured, SizingTerms terms)
    {
        MeasuredSpeed[] ran = [.. measured.Where(speed => speed.Model == service.Model && speed.ThroughputPerSecond > 0)];
        MeasuredSpeed[] allowed = [.. ran.Where(speed => speed.Processes <= terms.MaxProcesses)];
        decimal limit = service.LatencyLimitMilliseconds * terms.LatencyShare / 1000;
        Dictionary<string, MeasuredSpeed> best = allowed
            .Where(speed => speed.LatencySeconds < limit)
            .GroupBy(static speed => speed.Profile, StringComparer.Ordinal)
            .ToDictionary(static group => group.Key, Fastest, StringComparer.Ordinal);
        return best.Count > 0
            ? new ServiceOptions(service) { Best = best }
            : new ServiceOptions(service) { Refusal = allowed.Length > 0 ? TooSlow(service, allowed, limit, terms) : NothingRuns(service, ran, terms) };
    }

    /// <summary>The most throughput; of several, the lowest latency, the fewest processes, the smallest batch.</summary>
    private static MeasuredSpeed Fastest(IEnumerable<MeasuredSpeed> speeds) => speeds
        .OrderByDescending(static speed => speed.ThroughputPerSecond)
        .ThenBy(static speed => speed.LatencySeconds)
        .ThenBy(static speed => speed.Processes)
        .ThenBy(static speed => speed.Batch)
        .First();

    private static SizeRefusal TooSlow(ServiceTarget service, MeasuredSpeed[] allowed, decimal limit, SizingTerms terms)
    {
        MeasuredSpeed nearest = allowed.OrderBy(static speed => speed.LatencySeconds).ThenBy(static speed => speed.Profile, StringComparer.Ordinal).ThenBy(static speed => speed.Batch).First();

        // Below the limit, not at it: one tenth more than the last tenth at which it would not do.
        decimal relaxed = (Math.Floor(nearest.LatencySeconds * 10_000 / terms.LatencyShare) + 1) / 10;
        return new(service.Name, SizeRefusalReason.LatencyTooLow, string.Create(
            CultureInfo.InvariantCulture,
            $"no profile answers within {terms.LatencyShare:0.###} x {service.LatencyLimitMilliseconds:0.###} ms = {limit * 1000:0.###} ms; the fastest measured takes {nearest.LatencySeconds * 1000:0.###} ms ({nearest.Profile}, batch {nearest.Batch}, processes {nearest.Processes}). A limit of {relaxed:0.#} ms would do"));
    }

    private static SizeRefusal NothingRuns(ServiceTarget service, MeasuredSpeed[] ran, SizingTerms terms) => ran.Length == 0
        ? new(service.Name, SizeRefusalReason.NothingRuns, $"the model {service.Model} ran in no instance when it was measured; measure it on a wider profile")
        : new(service.Name, SizeRefusalReason.NothingRuns, string.Create(
            CultureInfo.InvariantCulture,
            $"the model {service.Model} was measured with no fewer than {ran.Min(static speed => speed.Processes)} processes, at most {terms.MaxProcesses} are allowed; allow that many"));
}
