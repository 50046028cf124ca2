using Optimizer.Exporter.Exposition;

namespace Optimizer.Exporter.Tests.Exposition;

internal static class TestOptions
{
    public static ExporterOptions Default { get; } = new() { Build = new BuildInformation("0.1.0", "0123abc", ".NET 10.0.0") };

    public static ExporterOptions Everything { get; } = Default with { AllPipes = true, Processes = true, ForecastDetails = true };
}
