using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using NodaTime;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Demand;

/// <summary>Understands the body of an answer of Prometheus' HTTP API. Never throws for what is in it.</summary>
internal static class PromQlReader
{
    /// <summary>Most characters of a foreign message that are kept: it goes to logs.</summary>
    private const int MaxMessage = 400;

    /// <summary>Times beyond this are no time of a sample; also keeps the conversion from overflowing. The year 2286.</summary>
    private const double MaxUnixSeconds = 1e10;

    /// <summary>Understands it.</summary>
    /// <param name="body">The body.</param>
    /// <param name="httpStatus">The status it came with.</param>
    /// <param name="range">A range was asked for; otherwise an instant, whose answer is one value for each series.</param>
    public static PromQlAnswer Read(ReadOnlySpan<byte> body, int httpStatus, bool range)
    {
        try
        {
            return Understand(JsonSerializer.Deserialize(body, PromQlJson.Default.PromQlResponse), httpStatus, range);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            // The second is what a text that is no UTF-8 raises when it is taken out of its element.
            return httpStatus is >= 200 and < 300
                ? new PromQlAnswer.Failed(DemandTroubleReason.Garbage, $"the answer is not the JSON of a Prometheus: {Short(problem.Message)}")
                : new PromQlAnswer.Failed(DemandTroubleReason.Status, $"it answered {httpStatus}");
        }
    }

    private static PromQlAnswer Understand(PromQlResponse? response, int httpStatus, bool range)
    {
        if (response is { Status: "error" })
        {
            return new PromQlAnswer.Failed(DemandTroubleReason.Refused, Short($"{response.ErrorType}: {response.Error}"));
        }

        if (httpStatus is < 200 or >= 300)
        {
            return new PromQlAnswer.Failed(DemandTroubleReason.Status, $"it answered {httpStatus}");
        }

        if (!range && response?.Data?.ResultType == "matrix")
        {
            // Its last values summed would pass for a demand: of a counter, everything since its start.
            return new PromQlAnswer.Failed(DemandTroubleReason.Garbage, "the query selects a range of values and not one; remove the range, as in [5m], or put it in a function, as in rate(...[5m])");
        }

        SortedDictionary<Instant, double> points = [];
        if (response is not { Status: "success", Data: { } data } || !TryResult(data, points))
        {
            return new PromQlAnswer.Failed(DemandTroubleReason.Garbage, $"a vector, scalar or matrix was expected, not '{Short(response?.Data?.ResultType ?? "nothing")}'");
        }

        return new PromQlAnswer.Values(
            [.. points.Where(static pair => double.IsFinite(pair.Value)).Select(static pair => (pair.Key, pair.Value))],
            [.. (response.Warnings ?? []).Where(static warning => warning is not null).Take(10).Select(Short)]);
    }

    private static bool TryResult(PromQlResponse.PromQlResult data, SortedDictionary<Instant, double> points) => data.ResultType switch
    {
        "scalar" => TryPoint(data.Result, points),
        "vector" => Each(data.Result, series => series.ValueKind == JsonValueKind.Object && series.TryGetProperty("value", out JsonElement point) && TryPoint(point, points)),
        "matrix" => Each(data.Result, series =>
            series.ValueKind == JsonValueKind.Object && series.TryGetProperty("values", out JsonElement values) && Each(values, point => TryPoint(point, points))),
        _ => false,
    };

    private static bool Each(JsonElement array, Func<JsonElement, bool> read)
    {
        if (array.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        foreach (JsonElement element in array.EnumerateArray())
        {
            if (!read(element))
            {
                return false;
            }
        }

        return true;
    }

    // [unix seconds as a number, value as a string]. NaN and infinities are values PromQL can have and demand cannot: the point is left out by its sum.
    private static bool TryPoint(JsonElement point, SortedDictionary<Instant, double> points)
    {
        if (point.ValueKind != JsonValueKind.Array || point.GetArrayLength() != 2
            || point[0].ValueKind != JsonValueKind.Number || !point[0].TryGetDouble(out double seconds) || seconds is < 0 or > MaxUnixSeconds
            || point[1].ValueKind != JsonValueKind.String || !TryValue(point[1].GetString()!, out double value))
        {
            return false;
        }

        Instant at = Instant.FromUnixTimeMilliseconds((long)Math.Round(seconds * 1000));
        points[at] = points.GetValueOrDefault(at) + value;
        return true;
    }

    private static bool TryValue(string text, out double value)
    {
        value = text switch { "NaN" => double.NaN, "+Inf" => double.PositiveInfinity, "-Inf" => double.NegativeInfinity, _ => 0 };
        return value != 0 || double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);
    }

    private static string Short(string text) => text.Length <= MaxMessage ? text : string.Concat(text.AsSpan(0, MaxMessage), "...");
}
