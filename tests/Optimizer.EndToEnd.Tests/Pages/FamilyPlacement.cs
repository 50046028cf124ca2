using System.Collections.Immutable;
using Optimizer.Exporter.Catalogue;
using Optimizer.Simulation.Scenarios;

namespace Optimizer.EndToEnd.Tests.Pages;

/// <summary>Which families a scenario cannot have, and why. Every family of the catalogue that is not listed must be there.</summary>
/// <remarks>So a new family fails the tests until each scenario shows it or this table says why it does not.</remarks>
internal static class FamilyPlacement
{
    /// <summary>Sections of the loop: forecasts, plans, costs, repartitions.</summary>
    public const string OfTheLoop = "JKLM";

    private static readonly Absence[] Absences =
    [
        new("GPM needs Hopper or newer; on Ampere NVML has no activity, neither of the GPU nor of an instance",
            ["single-a30", "two-a100"],
            ["device_graphics_activity_ratio", "device_sm_activity_ratio", "device_sm_occupancy_ratio", "device_pipe_activity_ratio", "device_dram_activity_ratio",
             "mig_graphics_activity_ratio", "mig_sm_activity_ratio", "mig_sm_occupancy_ratio", "mig_pipe_activity_ratio", "mig_dram_activity_ratio"]),
        new("idle time is derived from activity, and there is none",
            ["single-a30", "two-a100"], ["mig_idle_seconds_total"]),
        new("the driver refuses utilisation in MIG mode, and the only GPU is in it",
            ["single-a30"], ["device_busy_ratio", "device_memory_busy_ratio", "device_engine_busy_ratio"]),
        new("the driver refuses row remapping in MIG mode, and no state is remembered from before",
            ["single-a30"], ["device_remapped_rows_total", "device_row_remap_observed_timestamp_seconds", "device_row_remap_pending", "device_row_remap_failed"]),
        new("an R535 driver has neither the call nor the fields",
            ["single-a30"], ["device_recovery_action", "device_temperature_margin_celsius", "device_pcie_bytes_total"]),
        new("no NVLink: a lone board without a bridge, or a board that has no links at all",
            ["single-a30", "rtx-pro-6000"], ["nvlink_links", "nvlink_bytes_total", "nvlink_errors_total"]),
        new("no NVLink fabric before Hopper, nor without NVLink",
            ["single-a30", "two-a100", "rtx-pro-6000"], ["fabric_state"]),
        new("nothing has gone wrong there",
            ["dgx-h100", "hgx-b200", "rtx-pro-6000", "single-a30", "two-a100"], ["device_xid_last_timestamp_seconds", "nvml_errors_total"]),
        new("opt-in: per_process",
            ["broken", "dgx-h100", "hgx-b200", "rtx-pro-6000", "single-a30", "two-a100"], ["process_memory_used_bytes"]),
        new("forecasts, plans and costs come from the loop beside the sampler, which these pages are without; the daemon that runs it has tests of its own",
            [.. Scenario.Names],
            [.. MetricCatalogue.Families.Where(static family => OfTheLoop.Contains(family.Group)).Select(static family => family.Name)]),
        new("nothing was over a cap, switched off or impossible",
            ["broken", "dgx-h100", "hgx-b200", "rtx-pro-6000", "single-a30", "two-a100"], ["series_dropped_total"]),
    ];

    /// <summary>Every pair of a scenario and a family that it cannot have.</summary>
    public static ImmutableArray<(string Scenario, string Family)> All { get; } =
        [.. Absences.SelectMany(static absence => absence.Scenarios.SelectMany(scenario => absence.Families.Select(family => (scenario, family))))];

    /// <summary>Families that must not be on the scenario's page, by full name, in order.</summary>
    public static ImmutableArray<string> Absent(string scenario) =>
        [.. All.Where(pair => pair.Scenario == scenario).Select(static pair => MetricFamily.Prefix + pair.Family).Order(StringComparer.Ordinal)];

    /// <summary>Families that must be on the scenario's page, by full name, in order.</summary>
    public static ImmutableArray<string> Present(string scenario) =>
        [.. MetricCatalogue.Families.Select(static family => family.FullName).Except(Absent(scenario)).Order(StringComparer.Ordinal)];

    private sealed record Absence(string Reason, string[] Scenarios, string[] Families);
}
