namespace Optimizer.Model.Snapshots;

/// <summary>Power and energy of a board. There is no reading per MIG instance.</summary>
public sealed record PowerReading
{
    /// <summary>Board power now. Source: field 186, else nvmlDeviceGetPowerUsage (a 1 s average).</summary>
    public double? Watts { get; init; }

    /// <summary>Energy since the daemon first saw the GPU plus what the driver had counted then; never falls. Source: nvmlDeviceGetTotalEnergyConsumption.</summary>
    public double? EnergyJoules { get; init; }

    /// <summary>The limit in force. Source: field 190, else nvmlDeviceGetEnforcedPowerLimit.</summary>
    public double? EnforcedLimitWatts { get; init; }

    /// <summary>The limit asked for. Source: field 192.</summary>
    public double? RequestedLimitWatts { get; init; }

    /// <summary>The limit after a reset. Source: field 189.</summary>
    public double? DefaultLimitWatts { get; init; }

    /// <summary>The lowest limit the board takes. Source: field 187.</summary>
    public double? MinLimitWatts { get; init; }

    /// <summary>The highest limit the board takes. Source: field 188.</summary>
    public double? MaxLimitWatts { get; init; }
}
