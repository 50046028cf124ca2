using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Optimizer.EndToEnd.Tests.Tools;

namespace Optimizer.EndToEnd.Tests.Following;

/// <summary>A real Prometheus that scrapes each second, asked through its HTTP API.</summary>
internal sealed partial class PrometheusServer : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly HttpClient _client;

    private PrometheusServer(ChildProcess process, HttpClient client)
    {
        _process = process;
        _client = client;
    }

    /// <summary>Starts it and waits until it answers.</summary>
    /// <param name="folder">Where its data goes.</param>
    /// <param name="configuration">Path of its configuration file.</param>
    public static async Task<PrometheusServer> StartAsync(string folder, string configuration)
    {
        ChildProcess process = ChildProcess.Start(
            ExternalTools.Prometheus ?? "prometheus",
            $"--config.file={configuration}",
            $"--storage.tsdb.path={Path.Combine(folder, "data")}",
            "--web.listen-address=127.0.0.1:0");
        HttpClient client = new() { Timeout = TimeSpan.FromSeconds(5) };
        try
        {
            string log = await Eventually.Is(
                "Prometheus listens",
                () => Task.FromResult(process.HasExited ? throw new InvalidOperationException($"Prometheus ended: {process.Error}") : process.Error),
                static log => Listening().IsMatch(log));
            client.BaseAddress = new Uri($"http://{Listening().Match(log).Groups["address"].Value}");
            await Eventually.Is("Prometheus is ready", () => client.GetAsync("/-/ready"), static answer => answer.IsSuccessStatusCode);
            return new PrometheusServer(process, client);
        }
        catch
        {
            client.Dispose();
            await process.DisposeAsync();
            throw;
        }
    }

    /// <summary>Where its API is.</summary>
    public Uri Address => _client.BaseAddress!;

    /// <summary>An instant query, now.</summary>
    public async Task<Sample[]> QueryAsync(string expression)
    {
        using HttpResponseMessage response = await _client.GetAsync($"/api/v1/query?query={Uri.EscapeDataString(expression)}");
        using JsonDocument answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        Assert.True(response.IsSuccessStatusCode, $"{expression}: {answer.RootElement}");
        JsonElement data = answer.RootElement.GetProperty("data");
        Assert.Equal("vector", data.GetProperty("resultType").GetString());
        return [.. data.GetProperty("result").EnumerateArray().Select(Read)];
    }

    /// <summary>The one value an expression has; not a number when it has none.</summary>
    public async Task<double> ValueAsync(string expression) => await QueryAsync(expression) switch
    {
        [] => double.NaN,
        [Sample only] => only.Value,
        { Length: int many } => throw new InvalidOperationException($"{expression} has {many} values."),
    };

    /// <summary>Waits until an expression has a value that satisfies the condition.</summary>
    public Task<double> Becomes(string expression, Func<double, bool> condition) =>
        Eventually.Is(expression, () => ValueAsync(expression), condition);

    /// <summary>Waits until an expression has this value.</summary>
    public Task Becomes(string expression, double value) => Becomes(expression, actual => actual == value);

    /// <summary>Waits until nothing matches an expression.</summary>
    public Task Vanishes(string expression) => Eventually.Is($"nothing of {expression}", () => QueryAsync(expression), static samples => samples.Length == 0);

    /// <summary>Types by family name, as the scrapes of all targets declared them.</summary>
    public async Task<Dictionary<string, string>> MetadataAsync()
    {
        using JsonDocument answer = JsonDocument.Parse(await _client.GetStringAsync("/api/v1/metadata"));
        return answer.RootElement.GetProperty("data").EnumerateObject()
            .ToDictionary(static family => family.Name, static family => family.Value[0].GetProperty("type").GetString()!, StringComparer.Ordinal);
    }

    /// <summary>Why the last scrape of a job failed; empty when it did not.</summary>
    public async Task<string> LastErrorAsync(string job)
    {
        using JsonDocument answer = JsonDocument.Parse(await _client.GetStringAsync("/api/v1/targets"));
        return answer.RootElement.GetProperty("data").GetProperty("activeTargets").EnumerateArray()
            .Single(target => target.GetProperty("scrapePool").GetString() == job)
            .GetProperty("lastError").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _process.DisposeAsync();
    }

    private static Sample Read(JsonElement element) => new(
        element.GetProperty("metric").EnumerateObject().ToDictionary(static label => label.Name, static label => label.Value.GetString()!, StringComparer.Ordinal),
        double.Parse(element.GetProperty("value")[1].GetString()!, CultureInfo.InvariantCulture));

    [GeneratedRegex("msg=\"Listening on\" address=(?<address>[0-9.:]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listening();

    /// <summary>One series of an answer.</summary>
    /// <param name="Labels">Its labels; <c>__name__</c> is its name.</param>
    /// <param name="Value">Its value.</param>
    internal sealed record Sample(Dictionary<string, string> Labels, double Value)
    {
        /// <inheritdoc/>
        public override string ToString() => $"{{{string.Join(",", Labels.Select(static label => $"{label.Key}={label.Value}"))}}} {Value}";
    }
}
