using NodaTime;

namespace Optimizer.Host.Configuration;

/// <summary>The Prometheus that is asked for demand by PromQL. Section <c>prometheus</c>.</summary>
/// <param name="Url">Base URL, without <c>/api/v1</c>; null when there is none.</param>
/// <param name="Timeout">How long a query may take.</param>
/// <param name="BackfillDays">Days of history fetched at start for series that have none, 0 for none.</param>
internal sealed record PrometheusConfiguration(Uri? Url, Duration Timeout, int BackfillDays);
