using System.Collections.Frozen;
using System.Collections.Immutable;
using Optimizer.Exporter.Families;

namespace Optimizer.Exporter.Catalogue;

/// <summary>Every metric family the exporter can publish: the one source of exposition, documentation and tests.</summary>
/// <remarks>A new group of families is one class and one line in <see cref="Groups"/>.</remarks>
public static class MetricCatalogue
{
    private static readonly FrozenDictionary<string, MetricFamily> ByName;

    static MetricCatalogue()
    {
        Groups =
        [
            new IdentityFamilies(),
            new ActivityFamilies(),
            new MemoryFamilies(),
            new BoardFamilies(),
            new PcieFamilies(),
            new NvLinkFamilies(),
            new ReliabilityFamilies(),
            new MigInstanceFamilies(),
            new MigLayoutFamilies(),
            new WorkloadFamilies(),
            new ForecastFamilies(),
            new DeclarationFamilies(),
            new WorkloadForecastFamilies(),
            new ForecasterFamilies(),
            new PolicyFamilies(),
            new PlanTargetFamilies(),
            new CostFamilies(),
            new RepartitionFamilies(),
            new HealthFamilies(),
        ];
        Families = [.. Groups.SelectMany(static group => group.Families)];
        ByName = Families.ToFrozenDictionary(static family => family.Name, StringComparer.Ordinal);
    }

    /// <summary>All families, in the order of the documentation.</summary>
    public static ImmutableArray<MetricFamily> Families { get; }

    /// <summary>The groups, in the order they write. <see cref="HealthFamilies"/> is last: it reports what the others had dropped.</summary>
    internal static ImmutableArray<FamilyGroup> Groups { get; }

    /// <summary>Finds a family by its name, with or without the prefix; null when there is none.</summary>
    public static MetricFamily? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string bare = name.StartsWith(MetricFamily.Prefix, StringComparison.Ordinal) ? name[MetricFamily.Prefix.Length..] : name;
        return ByName.GetValueOrDefault(bare);
    }
}
