using NodaTime;
using Optimizer.Model.Collections;

namespace Optimizer.Planning.Terms;

/// <summary>What things cost, in one currency.</summary>
public sealed record PriceTerms
{
    /// <summary>Currency, for people; amounts are never converted.</summary>
    public string Currency { get; init; } = "EUR";

    /// <summary>One hour of a GPU in use, without energy; 0 or more.</summary>
    public double GpuHour { get; init; } = 2.0;

    /// <summary>Prices of single GPU models in place of <see cref="GpuHour"/>, ordered by model.</summary>
    public ValueArray<ModelPrice> Models { get; init; } = [];

    /// <summary>Energy.</summary>
    public EnergyTariff Energy { get; init; } = new();

    /// <summary>Emissions; null: not priced.</summary>
    public CarbonTerms? Carbon { get; init; }

    /// <summary>Facility power over IT power, from 1.</summary>
    public double PowerUsageEffectiveness { get; init; } = 1.3;

    /// <summary>Value of one hour of one GPU's worth of served demand; demand is turned into GPUs by the workload's best seat.</summary>
    public double ValuePerGpuHour { get; init; } = 6.0;

    /// <summary>Penalty for one hour of one GPU's worth of planned demand of a guaranteed workload that is not served.</summary>
    public double PenaltyGuaranteed { get; init; } = 60.0;

    /// <summary>The same for burstable workloads.</summary>
    public double PenaltyBurstable { get; init; } = 20.0;

    /// <summary>The same for best-effort workloads.</summary>
    public double PenaltyBestEffort { get; init; } = 2.0;

    /// <summary>How long creating or destroying one instance keeps its GPU from being used. Measured: 0.1 to 0.4 s.</summary>
    public Duration InstanceChange { get; init; } = Duration.FromMilliseconds(500);
}
