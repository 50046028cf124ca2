using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>Asks a Prometheus through its HTTP API. Thread safe.</summary>
public sealed class PromQlClient
{
    /// <summary>Most points of one range query. Prometheus refuses more than 11,000 for each series; the rest is room for rounding.</summary>
    public const int MaxPointsPerQuery = 10_000;

    /// <summary>Most points of one call, over all its queries: ten weeks of minutes. More is a mistake in a bin or a range.</summary>
    public const int MaxPoints = 100_000;

    private readonly HttpMessageInvoker _client;
    private readonly Uri _address;
    private readonly int _maxBytes;
    private readonly Duration? _timeout;
    private readonly TimeProvider _time;

    /// <summary>Names the server.</summary>
    /// <param name="client">Transport; not disposed here.</param>
    /// <param name="address">Base address, for example <c>http://127.0.0.1:9090</c>; a path before <c>/api</c> is kept.</param>
    /// <param name="maxBytes">Largest answer read; bytes.</param>
    /// <param name="timeout">Longest one request takes; null leaves it to the deadlines of the calls.</param>
    /// <param name="time">Measures the timeout; null is real time.</param>
    public PromQlClient(HttpMessageInvoker client, Uri address, int maxBytes, Duration? timeout = null, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(address);
        _client = client;
        _address = new Uri(address.AbsoluteUri.TrimEnd('/') + "/");
        (_maxBytes, _timeout, _time) = (maxBytes, timeout, time ?? TimeProvider.System);
    }

    /// <summary>An instant query.</summary>
    /// <param name="query">PromQL.</param>
    /// <param name="at">Time of evaluation; null leaves it to the server's clock.</param>
    /// <param name="deadline">When cancelled, the answer is <see cref="DemandTroubleReason.Deadline"/>.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    public Task<PromQlAnswer> QueryAsync(string query, Instant? at, CancellationToken deadline, CancellationToken cancellationToken)
    {
        List<KeyValuePair<string, string>> form = [new("query", query)];
        if (at is { } time)
        {
            form.Add(new("time", Seconds(time)));
        }

        return SendAsync("api/v1/query", form, range: false, deadline, cancellationToken);
    }

    /// <summary>A range query, in as many requests as its length needs.</summary>
    /// <param name="query">PromQL.</param>
    /// <param name="from">First time.</param>
    /// <param name="until">End, exclusive.</param>
    /// <param name="step">Distance of the points; at least a second.</param>
    /// <param name="deadline">When cancelled, the answer is <see cref="DemandTroubleReason.Deadline"/>.</param>
    /// <param name="cancellationToken">Ends it with an exception.</param>
    /// <returns>All points, or the first failure: half a history would look like a lull.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The step is shorter than a second or there would be more than <see cref="MaxPoints"/> points.</exception>
    public async Task<PromQlAnswer> QueryRangeAsync(
        string query, Instant from, Instant until, Duration step, CancellationToken deadline, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, Duration.FromSeconds(1));
        double points = Math.Ceiling((until - from) / step);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, MaxPoints, nameof(until));
        ImmutableArray<(Instant, double)>.Builder all = ImmutableArray.CreateBuilder<(Instant, double)>();
        SortedSet<string> warnings = new(StringComparer.Ordinal);
        for (int first = 0; first < points; first += MaxPointsPerQuery)
        {
            int last = (int)Math.Min(points, first + MaxPointsPerQuery) - 1;
            PromQlAnswer part = await SendAsync(
                "api/v1/query_range",
                [new("query", query), new("start", Seconds(from + (step * first))), new("end", Seconds(from + (step * last))), new("step", Number(step.TotalSeconds))],
                range: true,
                deadline,
                cancellationToken).ConfigureAwait(false);
            if (part is not PromQlAnswer.Values values)
            {
                return part;
            }

            all.AddRange(values.Points);
            warnings.UnionWith(values.Warnings);
        }

        return new PromQlAnswer.Values(all.ToImmutable(), [.. warnings]);
    }

    private async Task<PromQlAnswer> SendAsync(
        string path, IEnumerable<KeyValuePair<string, string>> form, bool range, CancellationToken deadline, CancellationToken cancellationToken)
    {
        // POST, because a query can be longer than the addresses proxies accept.
        using HttpRequestMessage request = new(HttpMethod.Post, new Uri(_address, path)) { Content = new FormUrlEncodedContent(form) };
        using CancellationTokenSource own = _timeout is { } longest ? new(longest.ToTimeSpan(), _time) : new();
        using CancellationTokenSource earlier = CancellationTokenSource.CreateLinkedTokenSource(own.Token, deadline);
        Fetched fetched = await BoundedFetch.SendAsync(_client, request, _maxBytes, earlier.Token, cancellationToken).ConfigureAwait(false);
        return fetched switch
        {
            Fetched.Answer answer => PromQlReader.Read(answer.Body.Span, (int)answer.Status, range),
            Fetched.Failed failed => new PromQlAnswer.Failed(failed.Reason, failed.Detail),
            _ => throw new InvalidOperationException($"unknown case {fetched}"),
        };
    }

    private static string Seconds(Instant at) => Number(at.ToUnixTimeMilliseconds() / 1000.0);

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
