using Optimizer.Host.Yaml;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;

namespace Optimizer.Host.Configuration;

/// <summary>Section <c>policy</c> and the list <c>tenants</c>.</summary>
internal static partial class Settings
{
    private const double MostGpus = 1000;

    /// <summary>The policy.</summary>
    public static readonly NameSetting PolicyName = new()
    {
        Key = "policy.name",
        Default = ShippedTerms.Policy,
        Known = static () => [.. PlanningPolicies.All.Select(static policy => policy.Name)],
        Summary = "What plans are made for: " + string.Join(" ", PlanningPolicies.All.Select(static policy => $"{policy.Name}: {policy.Purpose}")),
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>How far ahead a plan looks.</summary>
    public static readonly NumberSetting PolicyHorizon = new()
    {
        Key = "policy.horizon_minutes",
        Default = ShippedTerms.Horizon.TotalMinutes,
        Least = 1,
        Most = 1440,
        Summary = "How far ahead a plan's account looks.",
        Why = "An hour is many times the minute a start takes, and forecasts are still good for it. Doubled, moves pay off more easily and follow demand less closely.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>What tenants may have and are promised.</summary>
    public static readonly MappingListSetting<TenantTerms> Tenants = new()
    {
        Key = "tenants",
        Default = [],
        Items = "tenants with name, quota_gpus (most it may use; absent: no limit) and floor_gpus (what it gets before anyone else; absent: nothing), in GPUs, an instance counted by its share of one",
        Keys = ["name", "quota_gpus", "floor_gpus"],
        Example = "{ name: search, quota_gpus: 4, floor_gpus: 1 }",
        Read = ReadTenant,
        Identity = static tenant => tenant.Name,
        Order = static (left, right) => string.CompareOrdinal(left.Name, right.Name),
        Summary = "Quotas and floors of the tenants that workloads name. A tenant that is not here has neither.",
        Effect = ReloadEffect.OnReload,
    };

    internal static Setting[] PolicySettings() => [PolicyName, PolicyHorizon];

    private static TenantTerms ReadTenant(YamlGroup group)
    {
        group.Require("name");
        string name = group.Text("name", Workloads.WorkloadText.NameForm, Workloads.WorkloadText.IsName) ?? "";
        double? quota = Figure(group, "quota_gpus", 0, MostGpus);
        double floor = Figure(group, "floor_gpus", 0, MostGpus) ?? 0;
        if (quota < floor)
        {
            group.Wrong("floor_gpus", $"is {NumberSetting.Text(floor)}, expected at most quota_gpus, which is {NumberSetting.Text(quota.Value)}");
        }

        return new TenantTerms(name, quota, floor);
    }

    /// <summary>A number of a group within bounds; null when it is absent or nothing, or not legal (reported).</summary>
    private static double? Figure(YamlGroup group, string name, double least, double most) => group.ParseValue<double>(
        name,
        $"a number from {NumberSetting.Text(least)} to {NumberSetting.Text(most)}",
        scalar => scalar.IsPlain && NumberSetting.TryNumber(scalar.Text, least, most, out double value) ? value : null);
}
