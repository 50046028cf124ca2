using System.Globalization;

namespace Optimizer.Simulation.Tests.Services;

/// <summary>Reads what a service's page counts.</summary>
internal static class ServicePages
{
    public static double Counter(string? page) => double.Parse(
        page!.Split('\n').First(static line => line.StartsWith("simulated_requests_total{", StringComparison.Ordinal)).Split(' ')[1], CultureInfo.InvariantCulture);
}
