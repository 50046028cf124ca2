using NodaTime;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Configuration;

/// <summary>Section <c>prices</c>: what things cost, in one currency.</summary>
internal static partial class Settings
{
    private const double MostPrice = 10_000;

    /// <summary>The currency's name.</summary>
    public static readonly TextSetting PricesCurrency = new()
    {
        Key = "prices.currency",
        Default = ShippedTerms.Prices.Currency,
        Expected = "three capital letters, such as EUR or USD",
        Accepts = static text => text.Length == 3 && text.All(char.IsAsciiLetterUpper),
        Summary = "Currency of every price here, for people to read; amounts are never converted.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>An hour of a GPU.</summary>
    public static readonly NumberSetting PricesGpuHour = Price(
        "prices.gpu_hour",
        ShippedTerms.Prices.GpuHour,
        "One hour of a GPU in use, without energy.",
        "About what an H100 costs an hour over its life. Doubled, a GPU is emptied and left idle for half the benefit.");

    /// <summary>Hours of single models.</summary>
    public static readonly MappingListSetting<ModelPrice> PricesModels = new()
    {
        Key = "prices.models",
        Default = [],
        Items = "prices of single GPU models with model (its key, see gpu-optimizer layouts) and gpu_hour",
        Keys = ["model", "gpu_hour"],
        Example = "{ model: a100-40gb, gpu_hour: 1.2 }",
        Read = static group =>
        {
            group.Require("model", "gpu_hour");
            return new ModelPrice(group.Text("model", Workloads.WorkloadText.NameForm, Workloads.WorkloadText.IsName) ?? "", Figure(group, "gpu_hour", 0, MostPrice) ?? 0);
        },
        Identity = static price => price.Model,
        Order = static (left, right) => string.CompareOrdinal(left.Model, right.Model),
        Summary = "Prices of single GPU models in place of prices.gpu_hour.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Zone of the tariff.</summary>
    public static readonly ZoneSetting PricesEnergyZone = new()
    {
        Key = "prices.energy_time_zone",
        Default = DateTimeZone.Utc,
        Summary = "Zone whose local time the periods of prices.energy_periods are in.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>A kWh outside every period.</summary>
    public static readonly NumberSetting PricesEnergy = Price(
        "prices.energy_per_kwh",
        ShippedTerms.Prices.Energy.PricePerKwh,
        "Price of a kWh outside every period of prices.energy_periods; may be negative.",
        "What industry pays in Europe. Doubled, energy counts for a fifth of a GPU hour instead of a tenth.",
        least: -MostPrice);

    /// <summary>Parts of the week with a price of their own.</summary>
    public static readonly MappingListSetting<TariffPeriod> PricesEnergyPeriods = new()
    {
        Key = "prices.energy_periods",
        Default = [],
        Items = "periods with days (absent: every day), from, to (at or before from: on the next day) and per_kwh",
        Keys = ["from", "to", "per_kwh", "days"],
        Example = "{ days: [mon-fri], from: \"22:00\", to: \"06:00\", per_kwh: 0.18 }",
        Read = static group =>
        {
            group.Require("from", "to", "per_kwh");
            return new TariffPeriod(WeekText.Days(group, "days"), WeekText.Time(group, "from"), WeekText.Time(group, "to"), Figure(group, "per_kwh", -MostPrice, MostPrice) ?? 0);
        },
        Summary = "Parts of the week with another price of energy; the first that holds decides. A period that crosses midnight belongs to the day it begins on.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>A kg of CO2.</summary>
    public static readonly OptionalNumberSetting PricesCarbon = new()
    {
        Key = "prices.carbon_per_kg",
        Default = null,
        Least = 0,
        Most = MostPrice,
        Summary = "Price of a kg of CO2 equivalent; it needs prices.carbon_intensity. null: emissions are not priced.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Grams a kWh.</summary>
    public static readonly MappingListSetting<CarbonPoint> PricesCarbonIntensity = new()
    {
        Key = "prices.carbon_intensity",
        Default = [],
        Items = "points with from (each holds until the next, the last one on) and grams_per_kwh",
        Keys = ["from", "grams_per_kwh"],
        Example = "{ from: 2026-01-01T00:00:00Z, grams_per_kwh: 380 }",
        Read = static group =>
        {
            group.Require("from", "grams_per_kwh");
            return new CarbonPoint(WeekText.Moment(group, "from") ?? Instant.MinValue, Figure(group, "grams_per_kwh", 0, 1e6) ?? 0);
        },
        Identity = static point => NodaTime.Text.InstantPattern.ExtendedIso.Format(point.From),
        Order = static (left, right) => left.From.CompareTo(right.From),
        Summary = "Carbon intensity of the grid. Used only with prices.carbon_per_kg.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Facility power over IT power.</summary>
    public static readonly NumberSetting PricesPue = new()
    {
        Key = "prices.power_usage_effectiveness",
        Default = ShippedTerms.Prices.PowerUsageEffectiveness,
        Least = 1,
        Most = 10,
        Summary = "Facility power over IT power.",
        Why = "Cooling and conversion add a third in an ordinary machine room. Doubled, energy counts twice.",
        Effect = ReloadEffect.OnReload,
    };

    /// <summary>Worth of served demand.</summary>
    public static readonly NumberSetting PricesValue = Price(
        "prices.value_per_gpu_hour",
        ShippedTerms.Prices.ValuePerGpuHour,
        "Value of one hour of one GPU's worth of served demand.",
        "Three times what the GPU costs, so that serving always pays. Doubled, spare capacity pays at half the demand.");

    /// <summary>Penalty, guaranteed.</summary>
    public static readonly NumberSetting PricesPenaltyGuaranteed = Price(
        "prices.penalty_guaranteed",
        ShippedTerms.Prices.PenaltyGuaranteed,
        "Penalty for one hour of one GPU's worth of planned demand of a guaranteed workload that is not served.",
        "Thirty GPU hours: guaranteed demand is missed only where nothing fits. Doubled, more GPUs stand by for rare peaks.");

    /// <summary>Penalty, burstable.</summary>
    public static readonly NumberSetting PricesPenaltyBurstable = Price(
        "prices.penalty_burstable",
        ShippedTerms.Prices.PenaltyBurstable,
        "The same for burstable workloads.",
        "Ten GPU hours: a third of a guaranteed one. Doubled, burstable demand displaces best-effort work sooner.");

    /// <summary>Penalty, best effort.</summary>
    public static readonly NumberSetting PricesPenaltyBestEffort = Price(
        "prices.penalty_best_effort",
        ShippedTerms.Prices.PenaltyBestEffort,
        "The same for best-effort workloads.",
        "One GPU hour: they run where there is room. Doubled, GPUs are kept in use for them.");

    /// <summary>How long changing an instance costs.</summary>
    public static readonly NumberSetting PricesInstanceChange = new()
    {
        Key = "prices.instance_change_seconds",
        Default = ShippedTerms.Prices.InstanceChange.TotalSeconds,
        Least = 0,
        Most = 3600,
        Summary = "How long creating or destroying one instance counts as keeping its GPU from being used.",
        Why = "Measured: 0.1 to 0.4 s. Doubled, plans with many small changes lose to plans with few.",
        Effect = ReloadEffect.OnReload,
    };

    internal static Setting[] PriceSettings() =>
    [
        PricesCurrency, PricesGpuHour, PricesModels, PricesEnergyZone, PricesEnergy, PricesEnergyPeriods, PricesCarbon, PricesCarbonIntensity,
        PricesPue, PricesValue, PricesPenaltyGuaranteed, PricesPenaltyBurstable, PricesPenaltyBestEffort, PricesInstanceChange,
    ];

    private static NumberSetting Price(string key, double shipped, string summary, string why, double least = 0) => new()
    {
        Key = key,
        Default = shipped,
        Least = least,
        Most = MostPrice,
        Summary = summary,
        Why = why,
        Effect = ReloadEffect.OnReload,
    };
}
