using System.Text.Json;
using Optimizer.Control.Demand;

namespace Optimizer.Host.Demand;

/// <summary>The words metrics and documents have for demand's troubles.</summary>
internal static class DemandWords
{
    /// <summary>The word for a kind of source: its name in lower case.</summary>
    public static string Of(DemandSourceKind source) => source.ToString().ToLowerInvariant();

    /// <summary>The word for a reason: its name in snake case.</summary>
    public static string Of(DemandTroubleReason reason) => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString());
}
