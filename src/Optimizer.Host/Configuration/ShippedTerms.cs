using NodaTime;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Configuration;

/// <summary>The terms as shipped: the defaults of the settings. A class of its own because static fields of a partial class have no order across files.</summary>
internal static class ShippedTerms
{
    private static readonly PolicyTerms Terms = new();

    /// <summary>Name of the policy.</summary>
    public static string Policy => Terms.Policy;

    /// <summary>How far ahead a plan looks.</summary>
    public static Duration Horizon => Terms.Horizon;

    /// <summary>What things cost.</summary>
    public static PriceTerms Prices => Terms.Prices;

    /// <summary>When it may act.</summary>
    public static GateTerms Gates => Terms.Gates;
}
