using Optimizer.Forecasting;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Forecasting;

/// <summary>The forecasting methods by the names operators give.</summary>
internal static class MethodChoice
{
    /// <summary>Name of the method used when none is named: the one that did best in backtests.</summary>
    public const string DefaultName = "ensemble";

    /// <summary>All names, the default first.</summary>
    public static IReadOnlyList<string> Names { get; } = [DefaultName, .. ForecastMethods.All.Select(static method => method.Name).Where(static name => name != DefaultName)];

    /// <summary>The method used when none is named.</summary>
    public static ForecastMethod Default => ForecastMethods.Find(DefaultName)!;

    /// <summary>What is legal, in words.</summary>
    public static string Legal => $"one of {string.Join(", ", Names)}";

    /// <summary>What is legal, with what was probably meant.</summary>
    public static string Explain(string written) => NearestName.Of(written, Names) is string near ? $"{Legal}; did you mean \"{near}\"?" : Legal;
}
