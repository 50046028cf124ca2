using NodaTime;
using Optimizer.Host.Yaml;
using Optimizer.Model.Plans;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Configuration;

/// <summary>Section <c>gates</c>: when the daemon may disrupt.</summary>
internal static partial class Settings
{
    /// <summary>Deepest rung.</summary>
    public static readonly ChoiceSetting<DisruptionRung> GatesDeepestRung = new()
    {
        Key = "gates.deepest_rung",
        Default = ShippedTerms.Gates.DeepestRung,
        Words =
        [
            new("free-space", DisruptionRung.FreeSpace), new("idle-instance", DisruptionRung.IdleInstance), new("move", DisruptionRung.Move),
            new("mig-mode", DisruptionRung.MigMode), new("gpu-reset", DisruptionRung.GpuReset),
        ],
        Summary = "Deepest that a plan may cut. free-space: create instances and start replicas where there is room; idle-instance: also destroy what nobody uses and stop what is not needed; move: also move replicas that may be moved; mig-mode: also change MIG mode in place; gpu-reset: also reset single GPUs.",
        Why = "Modes and resets stay an operator's decision until asked for.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Benefit over cost.</summary>
    public static readonly NumberSetting GatesBenefitRatio = new()
    {
        Key = "gates.benefit_ratio",
        Default = ShippedTerms.Gates.BenefitRatio,
        Least = 0,
        Most = 1e6,
        Summary = "The benefit of a plan that moves somebody must be this many times the cost of its starts and instance changes.",
        Why = "Forecasts err, so a move that just pays is not made. Doubled, fewer moves are made.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Dwell.</summary>
    public static readonly NumberSetting GatesDwell = new()
    {
        Key = "gates.dwell_minutes",
        Default = ShippedTerms.Gates.Dwell.TotalMinutes,
        Least = 0,
        Most = 1440,
        Summary = "Shortest time between two plans that move replicas on one GPU.",
        Why = "Several starts long, so that a move has shown what it is worth. Doubled, flapping and following both halve.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Moves a day.</summary>
    public static readonly IntegerSetting GatesMovesPerDay = new()
    {
        Key = "gates.moves_per_day",
        Default = ShippedTerms.Gates.MovesPerDay,
        Least = 0,
        Most = 1_000_000,
        Summary = "Most moves in 24 h on the node; what cuts deeper than a move counts as one.",
        Why = "Two an hour. Doubled, a bad day of flapping costs twice as much.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Moves of a tenant.</summary>
    public static readonly IntegerSetting GatesMovesPerTenant = new()
    {
        Key = "gates.moves_per_tenant_per_day",
        Default = ShippedTerms.Gates.MovesPerTenantPerDay,
        Least = 0,
        Most = 1_000_000,
        Summary = "Most moves in 24 h of one tenant's replicas.",
        Why = "Less than half of the node's. Doubled, one tenant could spend most of the node's budget.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Share moving.</summary>
    public static readonly NumberSetting GatesMaxShareMoving = new()
    {
        Key = "gates.max_share_moving_ratio",
        Default = ShippedTerms.Gates.MaxShareMoving,
        Least = 0,
        Most = 1,
        Summary = "Largest share of the instances of one profile that may move in one plan; one may always move.",
        Why = "A third. Doubled, two thirds of a service may restart at once.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Windows.</summary>
    public static readonly MappingListSetting<WeeklyWindow> GatesWindows = new()
    {
        Key = "gates.windows",
        Default = [],
        Items = "windows with days (absent: every day), from and to (at or before from: on the next day)",
        Keys = ["from", "to", "days"],
        Example = "{ days: [sat, sun], from: \"01:00\", to: \"05:00\" }",
        Read = static group =>
        {
            group.Require("from", "to");
            return new WeeklyWindow(WeekText.Days(group, "days"), WeekText.Time(group, "from"), WeekText.Time(group, "to"));
        },
        Summary = "Weekly times in which anything deeper than free-space is allowed. Empty: always.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Freezes.</summary>
    public static readonly MappingListSetting<Interval> GatesFreezes = new()
    {
        Key = "gates.freezes",
        Default = [],
        Items = "freezes with from and to (absent: without an end)",
        Keys = ["from", "to"],
        Example = "{ from: 2026-12-20T00:00:00+01:00, to: 2027-01-02T00:00:00+01:00 }",
        Read = ReadFreeze,
        Order = static (left, right) => left.Start.CompareTo(right.Start),
        Summary = "Times in which nothing at all is changed.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Zone of the windows.</summary>
    public static readonly ZoneSetting GatesTimeZone = new()
    {
        Key = "gates.time_zone",
        Default = DateTimeZone.Utc,
        Summary = "Zone whose local time gates.windows are in.",
        Effect = ReloadEffect.OnReload,
    };

    internal static Setting[] GateSettings() =>
    [
        GatesDeepestRung, GatesBenefitRatio, GatesDwell, GatesMovesPerDay, GatesMovesPerTenant, GatesMaxShareMoving, GatesWindows, GatesFreezes, GatesTimeZone,
    ];

    private static Interval ReadFreeze(YamlGroup group)
    {
        group.Require("from");
        Instant? from = WeekText.Moment(group, "from");
        Instant? to = WeekText.Moment(group, "to");
        if (to <= from)
        {
            group.Wrong("to", "is not later than from, so the freeze never holds");
            to = null;
        }

        return new Interval(from ?? Instant.MinValue, from is null ? null : to);
    }
}
