using NodaTime;
using Optimizer.Planning.Terms;

namespace Optimizer.Host.Configuration;

/// <summary>What the loop needs of the values: the operator's terms, and how it runs.</summary>
internal sealed partial class SettingValues
{
    /// <summary>The operator's terms as the planner takes them.</summary>
    public PolicyTerms Terms() => new()
    {
        Policy = Get(Settings.PolicyName),
        Horizon = Duration.FromMinutes(Get(Settings.PolicyHorizon)),
        Prices = Prices(),
        Gates = new GateTerms
        {
            DeepestRung = Get(Settings.GatesDeepestRung),
            BenefitRatio = Get(Settings.GatesBenefitRatio),
            Dwell = Duration.FromMinutes(Get(Settings.GatesDwell)),
            MovesPerDay = Get(Settings.GatesMovesPerDay),
            MovesPerTenantPerDay = Get(Settings.GatesMovesPerTenant),
            MaxShareMoving = Get(Settings.GatesMaxShareMoving),
            Windows = Get(Settings.GatesWindows),
            Freezes = Get(Settings.GatesFreezes),
            TimeZone = Get(Settings.GatesTimeZone).Id,
        },
    };

    private PriceTerms Prices() => new()
    {
        Currency = Get(Settings.PricesCurrency)!,
        GpuHour = Get(Settings.PricesGpuHour),
        Models = Get(Settings.PricesModels),
        Energy = new EnergyTariff
        {
            TimeZone = Get(Settings.PricesEnergyZone).Id,
            PricePerKwh = Get(Settings.PricesEnergy),
            Periods = Get(Settings.PricesEnergyPeriods),
        },
        Carbon = Get(Settings.PricesCarbon) is double perKg ? new CarbonTerms(perKg, Get(Settings.PricesCarbonIntensity)) : null,
        PowerUsageEffectiveness = Get(Settings.PricesPue),
        ValuePerGpuHour = Get(Settings.PricesValue),
        PenaltyGuaranteed = Get(Settings.PricesPenaltyGuaranteed),
        PenaltyBurstable = Get(Settings.PricesPenaltyBurstable),
        PenaltyBestEffort = Get(Settings.PricesPenaltyBestEffort),
        InstanceChange = Seconds(Settings.PricesInstanceChange),
    };

    private ControlConfiguration Control() => new()
    {
        Period = Seconds(Settings.ControlPeriod),
        PlanPeriod = Seconds(Settings.ControlPlanPeriod),
        MaxReadingAge = Duration.Max(Seconds(Settings.ControlMaxReadingAge), Seconds(Settings.SamplerPeriod) * 3),
        MaxPlanAge = Seconds(Settings.ControlMaxPlanAge),
        Retries = Get(Settings.ControlRetries),
        RetryWait = Seconds(Settings.ControlRetryWait),
        InstanceDeadline = Seconds(Settings.ControlInstanceDeadline),
        ModeDeadline = Seconds(Settings.ControlModeDeadline),
        StartDeadline = Seconds(Settings.ControlStartDeadline),
        StopDeadline = Seconds(Settings.ControlStopDeadline),
        DemoteAfterFailures = Get(Settings.ControlDemoteAfterFailures),
        RestoreAtBoot = Get(Settings.ControlRestoreAtBoot),
        RestoreDeadline = Seconds(Settings.ControlRestoreDeadline),
        JournalRetention = Duration.FromDays(Get(Settings.ControlJournalRetention)),
        Socket = Get(Settings.ControlSocket),
    };
}
