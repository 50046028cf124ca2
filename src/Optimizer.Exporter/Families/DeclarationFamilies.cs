using Optimizer.Exporter.Catalogue;
using Optimizer.Exporter.Exposition;
using Optimizer.Model.Snapshots;
using static Optimizer.Exporter.Catalogue.MetricKind;
using static Optimizer.Exporter.Catalogue.MetricLabel;

namespace Optimizer.Exporter.Families;

/// <summary>Section J, in between: which name of section J each workload of section I has. A declared workload may run as several observed ones.</summary>
internal sealed class DeclarationFamilies() : FamilyGroup(ForecastFamilies.Section, "Forecast", [Declaration])
{
    private static readonly MetricFamily Declaration = new("workload_declaration_info", Gauge, MetricUnit.Info, ForecastFamilies.Section)
    {
        Help = "The name demand and forecasts of an observed workload go by: workload as in workload_info, declared as label workload of this section; the same where nobody declared it. Always 1.",
        Source = "declared workloads and the cgroup path of its processes",
        Labels = [Workload, Open("declared")],
        SeriesCap = SeriesCaps.Workloads,
    };

    /// <inheritdoc/>
    public override void Write(ExpositionInput input, ISeriesWriter writer)
    {
        if (input.Declarations is not { } declarations)
        {
            return;
        }

        foreach (WorkloadUse workload in input.Snapshot?.Workloads ?? [])
        {
            writer.Write(Declaration, 1, workload.Name, declarations.Find(workload)?.Name ?? workload.Name);
        }
    }
}
