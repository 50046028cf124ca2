using System.Text.Json;
using System.Text.Json.Serialization;

namespace Optimizer.Node.Demand;

/// <summary>An answer of Prometheus' HTTP API, version 1. Source: its documentation, "Format overview" and "Expression query result formats".</summary>
internal sealed record PromQlResponse
{
    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("data")]
    public PromQlResult? Data { get; init; }

    [JsonPropertyName("errorType")]
    public string? ErrorType { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    [JsonPropertyName("warnings")]
    public string[]? Warnings { get; init; }

    /// <summary>The result, whose shape depends on its type.</summary>
    internal sealed record PromQlResult
    {
        [JsonPropertyName("resultType")]
        public string? ResultType { get; init; }

        [JsonPropertyName("result")]
        public JsonElement Result { get; init; }
    }
}
