using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.Extensions.Primitives;

namespace Optimizer.Host.Control;

/// <summary>The query of <c>history</c>: how many plans, and which.</summary>
/// <param name="Most">Most of them.</param>
/// <param name="ActedOnly">Only those that changed something.</param>
internal sealed record HistoryQuery(int Most, bool ActedOnly)
{
    /// <summary>Most plans in one answer, some 700 bytes each. Doubled, an answer takes 1.4 MB at once.</summary>
    public const int Limit = 1000;

    /// <summary>Plans in an answer when nobody says.</summary>
    public const int DefaultMost = 20;

    /// <summary>Reads it. False with one sentence of what was seen and what is legal.</summary>
    public static bool TryRead(IQueryCollection query, [NotNullWhen(true)] out HistoryQuery? read, [NotNullWhen(false)] out string? problem)
    {
        int most = DefaultMost;
        bool acted = false;
        read = null;
        foreach ((string key, StringValues values) in query)
        {
            string value = values.Count == 1 ? values[0] ?? "" : "";
            problem = key switch
            {
                "most" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out most) && most is >= 1 and <= Limit => null,
                "most" => $"most must be a whole number from 1 to {Limit}, given once.",
                "acted" when bool.TryParse(value, out acted) => null,
                "acted" => "acted must be true or false, given once.",
                _ => "There are the parameters most and acted, and no other.",
            };
            if (problem is not null)
            {
                return false;
            }
        }

        problem = null;
        read = new HistoryQuery(most, acted);
        return true;
    }
}
