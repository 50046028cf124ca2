namespace Optimizer.Model.Snapshots;

/// <summary>Shares of time an engine was busy over the driver's own sampling period. Unit: ratio, 0 to 1.</summary>
public sealed record DriverUtilization
{
    /// <summary>Any kernel ran. Source: nvmlDeviceGetUtilizationRates.</summary>
    public double? BusyRatio { get; init; }

    /// <summary>Memory was read or written. Source: nvmlDeviceGetUtilizationRates.</summary>
    public double? MemoryBusyRatio { get; init; }

    /// <summary>Source: nvmlDeviceGetEncoderUtilization.</summary>
    public double? EncoderBusyRatio { get; init; }

    /// <summary>Source: nvmlDeviceGetDecoderUtilization.</summary>
    public double? DecoderBusyRatio { get; init; }

    /// <summary>Source: nvmlDeviceGetJpgUtilization.</summary>
    public double? JpegBusyRatio { get; init; }

    /// <summary>Source: nvmlDeviceGetOfaUtilization.</summary>
    public double? OfaBusyRatio { get; init; }
}
