namespace Optimizer.Simulation.Boards;

/// <summary>Plausible values for simulation, not evidence: what a board draws, how fast it runs, how it is wired.</summary>
internal sealed record BoardPhysics
{
    public required string ProductName { get; init; }

    public required int PowerLimitWatts { get; init; }

    public required int MinPowerLimitWatts { get; init; }

    public required int IdleWatts { get; init; }

    public required int IdleClockMhz { get; init; }

    public required int MaxClockMhz { get; init; }

    public required int MemoryClockMhz { get; init; }

    public required int PcieGeneration { get; init; }

    /// <summary>Host link speed one way; bytes per second.</summary>
    public double PcieBytesPerSecond => PcieGeneration switch { 3 => 12e9, 4 => 24e9, _ => 50e9 };

    public int NvLinks { get; init; }

    /// <summary>0: none.</summary>
    public int NvLinkVersion { get; init; }

    /// <summary>One link, one way; MB/s.</summary>
    public int NvLinkMegabytesPerSecond { get; init; }

    public bool Switched { get; init; }

    public int CoresPerMultiprocessor { get; init; } = 128;

    /// <summary>The temperature at which software starts to slow the clocks.</summary>
    public int SlowdownCelsius { get; init; } = 87;

    public int ShutdownCelsius { get; init; } = 92;

    public int MaxMemoryCelsius { get; init; } = 95;

    /// <summary>Steady temperature above the inlet per watt; kelvins per watt.</summary>
    public double KelvinPerWatt { get; init; } = 0.068;
}
