using System.Collections.Immutable;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Systemd;

/// <summary>Asks replicas whether they serve. A page is fetched while nobody waits, and its answer is taken at the next question.</summary>
internal sealed class HealthChecks(HttpClient http, TransientCommands commands, SystemdOptions options, TimeProvider time) : IDisposable
{
    // One replica has one question under way; a node has dozens of replicas. Beyond this, questions wait for a later tick.
    private const int MostUnderWay = 64;

    private readonly Dictionary<string, Task<string?>> _underWay = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _end = new();

    /// <summary>Null when it serves; else what was seen, one clause.</summary>
    /// <param name="probe">How to find out; null: systemd's word is enough.</param>
    /// <param name="status">The unit, active.</param>
    /// <param name="number">Number of the replica.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task<string?> AskAsync(HealthProbe? probe, UnitStatus status, int number, CancellationToken cancellationToken)
    {
        // Of this life of the unit: the page of a process that was stopped proves nothing about the next one.
        string subject = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{status.Unit}|{status.LeftInactive}");
        switch (probe)
        {
            case null:
                return null;
            case HealthProbe.Http page:
                return await AskPageAsync(ServiceUnit.Fill(page.Url, number), subject);
            case HealthProbe.Command command:
                if (TransientCommands.Split(command.Line, number) is not { } words)
                {
                    return $"its health command '{Systemctl.Excerpt(command.Line)}' is not an absolute path and arguments without quotes";
                }

                string name = TransientCommands.Name("health", subject);
                (TransientCommands.Progress progress, string? trouble) = await commands.RunAsync(name, words, status, options.HealthLimit, cancellationToken);
                if (progress == TransientCommands.Progress.Succeeded)
                {
                    await commands.ForgetAsync(name, cancellationToken);
                }

                return progress switch
                {
                    TransientCommands.Progress.Succeeded => null,
                    TransientCommands.Progress.Running => "its health command runs",
                    _ => $"its health command failed: {trouble}",
                };
            default:
                throw new InvalidOperationException($"unknown probe {probe}");
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _end.Dispose();
    }

    private async Task<string?> AskPageAsync(string url, string subject)
    {
        if (!_underWay.TryGetValue(subject, out Task<string?>? fetch))
        {
            foreach (string done in _underWay.Where(static item => item.Value.IsCompleted).Select(static item => item.Key).ToImmutableArray())
            {
                _underWay.Remove(done);
            }

            if (_underWay.Count >= MostUnderWay)
            {
                return "too many health checks are under way";
            }

            fetch = FetchAsync(url);
            _underWay[subject] = fetch;
        }

        if (!fetch.IsCompleted)
        {
            return $"{url} has not answered yet";
        }

        _underWay.Remove(subject);
        return await fetch;
    }

    private async Task<string?> FetchAsync(string url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out Uri? page) || (page.Scheme != Uri.UriSchemeHttp && page.Scheme != Uri.UriSchemeHttps))
        {
            return $"'{Systemctl.Excerpt(url)}' is no http address";
        }

        using CancellationTokenSource deadline = new(options.HealthLimit.ToTimeSpan(), time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, _end.Token);
        try
        {
            using HttpRequestMessage request = new(HttpMethod.Get, page);
            using HttpResponseMessage answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            return answer.IsSuccessStatusCode ? null : $"{url} answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException exception)
        {
            return $"{url} did not answer: {exception.Message}";
        }
        catch (OperationCanceledException)
        {
            return $"{url} did not answer within {options.HealthLimit.TotalSeconds:0.#} s";
        }
    }
}
