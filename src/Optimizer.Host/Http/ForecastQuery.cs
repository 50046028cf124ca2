using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Primitives;
using Optimizer.Exporter.Json;
using Optimizer.Model.Demand;

namespace Optimizer.Host.Http;

/// <summary>Reads the query of <c>/api/v1/forecast</c>. A filter with a typing error would show something else than was asked for, so it is refused.</summary>
internal static class ForecastQuery
{
    // Longer names do not occur, and an answer must not be made of the question.
    private const int MostNameLength = 253;

    /// <summary>Reads it. False with one sentence of what was seen and what is legal.</summary>
    public static bool TryRead(IQueryCollection query, [NotNullWhen(true)] out ForecastFilter? filter, [NotNullWhen(false)] out string? problem)
    {
        filter = null;
        string? workload = null;
        DemandSignal? signal = null;
        bool steps = false;
        foreach ((string key, StringValues values) in query)
        {
            string value = values.Count == 1 ? values[0] ?? "" : "";
            problem = key switch
            {
                _ when values.Count != 1 => $"'{Short(key)}' is given {values.Count} times; give it once.",
                "workload" when value.Length is > 0 and <= MostNameLength => Take(out workload, value),
                "workload" => $"workload must be a name of 1 to {MostNameLength} characters.",
                "signal" when ForecastFilter.TryParseSignal(value, out signal) => null,
                "signal" => $"signal '{Short(value)}' is not one of {string.Join(", ", ForecastFilter.SignalWords.ToArray())}.",
                "steps" when bool.TryParse(value, out steps) => null,
                "steps" => $"steps '{Short(value)}' is not true or false.",
                _ => $"There is no parameter '{Short(key)}'; there are workload, signal and steps.",
            };
            if (problem is not null)
            {
                return false;
            }
        }

        problem = null;
        filter = new ForecastFilter(workload, signal, steps);
        return true;
    }

    private static string? Take(out string workload, string value)
    {
        workload = value;
        return null;
    }

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "...";
}
