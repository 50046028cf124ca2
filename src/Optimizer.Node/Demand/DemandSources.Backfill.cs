using System.Runtime.CompilerServices;
using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <content>History of PromQL demands, read once at the start.</content>
public sealed partial class DemandSources
{
    /// <inheritdoc/>
    /// <remarks>
    /// Only demands declared as PromQL have a past: a page shows the present. One workload after the other, so that the Prometheus is not flooded. All of a
    /// workload's history or none. Negative values are left out and counted.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The step is shorter than a second, or more than <see cref="PromQlClient.MaxPoints"/> points are asked for.</exception>
    public async IAsyncEnumerable<IReadOnlyList<DemandSample>> ReadHistoriesAsync(
        Instant from, Instant until, Duration step, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource deadline = new(_options.BackfillDeadline.ToTimeSpan(), _time);
        foreach (DemandTarget.ForPromQl target in _targets.OfType<DemandTarget.ForPromQl>().OrderBy(target => target.Key))
        {
            PromQlAnswer answer = target.Client is null
                ? new PromQlAnswer.Failed(DemandTroubleReason.NotConfigured, "no Prometheus is configured")
                : await target.Client.QueryRangeAsync(target.Query, from, until, step, deadline.Token, cancellationToken).ConfigureAwait(false);
            switch (answer)
            {
                case PromQlAnswer.Values values:
                    _ledger.Add(DemandSourceKind.Backfill, DemandTroubleReason.BadValue, values.Points.Count(point => point.Value < 0));
                    LogHistory(_logger, target.Workload, values.Points.Length, string.Join("; ", values.Warnings));
                    if (values.Points.Any(static point => point.Value >= 0))
                    {
                        yield return [.. values.Points.Where(static point => point.Value >= 0).Select(point => new DemandSample(target.Key, point.At, point.Value, false, null))];
                    }

                    break;
                case PromQlAnswer.Failed failed:
                    _ledger.Add(DemandSourceKind.Backfill, failed.Reason);
                    LogNoHistory(_logger, target.Workload, failed.Reason, failed.Detail);
                    break;
                default:
                    throw new InvalidOperationException($"unknown case {answer}");
            }
        }
    }
}
