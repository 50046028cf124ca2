namespace Optimizer.Nvml.Native;

/// <summary>Field ids of <c>nvmlDeviceGetFieldValues</c> that the product reads. Source: nvml.h 13.3.29.</summary>
public static class NvmlField
{
    /// <summary>NVLink CRC flit errors, all links, up to NVLink 4; a count.</summary>
    public const uint NvLinkCrcFlitErrors = 38;

    /// <summary>NVLink CRC data errors, all links, up to NVLink 4; a count.</summary>
    public const uint NvLinkCrcDataErrors = 45;

    /// <summary>NVLink replays, all links, up to NVLink 4; a count.</summary>
    public const uint NvLinkReplayErrors = 52;

    /// <summary>NVLink recoveries, all links, up to NVLink 4; a count.</summary>
    public const uint NvLinkRecoveryErrors = 59;

    /// <summary>Time below requested clocks for power; nanoseconds since driver load.</summary>
    public const uint PowerThrottleTime = 74;

    /// <summary>Time below requested clocks for heat; nanoseconds since driver load.</summary>
    public const uint ThermalThrottleTime = 75;

    /// <summary>Time held by sync boost; nanoseconds since driver load.</summary>
    public const uint SyncBoostThrottleTime = 76;

    /// <summary>Memory temperature; degrees Celsius.</summary>
    public const uint MemoryTemperature = 82;

    /// <summary>Energy since driver load; millijoules.</summary>
    public const uint TotalEnergy = 83;

    /// <summary>Number of NVLinks; a count.</summary>
    public const uint NvLinkCount = 91;

    /// <summary>PCIe replays; a count.</summary>
    public const uint PcieReplays = 94;

    /// <summary>NVLink data sent; KiB; scope = link, or all ones for the sum.</summary>
    public const uint NvLinkThroughputDataTx = 138;

    /// <summary>NVLink data received; KiB; scope = link, or all ones for the sum.</summary>
    public const uint NvLinkThroughputDataRx = 139;

    /// <summary>Rows remapped for correctable errors; a count.</summary>
    public const uint RemappedRowsCorrectable = 142;

    /// <summary>Rows remapped for uncorrectable errors; a count.</summary>
    public const uint RemappedRowsUncorrectable = 143;

    /// <summary>1 when a remap waits for the next reset.</summary>
    public const uint RemappedRowsPending = 144;

    /// <summary>1 when a remap failed.</summary>
    public const uint RemappedRowsFailure = 145;

    /// <summary>NVLink speed; MB/s; scope = link.</summary>
    public const uint NvLinkSpeed = 164;

    /// <summary>PCIe correctable errors; a count.</summary>
    public const uint PcieCorrectableErrors = 173;

    /// <summary>PCIe NAKs received; a count.</summary>
    public const uint PcieNakReceived = 174;

    /// <summary>PCIe receiver errors; a count.</summary>
    public const uint PcieReceiverErrors = 175;

    /// <summary>PCIe bad transaction-layer packets; a count.</summary>
    public const uint PcieBadTlp = 176;

    /// <summary>PCIe NAKs sent; a count.</summary>
    public const uint PcieNakSent = 177;

    /// <summary>PCIe bad data-link-layer packets; a count.</summary>
    public const uint PcieBadDllp = 178;

    /// <summary>PCIe non-fatal errors; a count.</summary>
    public const uint PcieNonFatalErrors = 179;

    /// <summary>PCIe fatal errors; a count.</summary>
    public const uint PcieFatalErrors = 180;

    /// <summary>PCIe unsupported requests; a count.</summary>
    public const uint PcieUnsupportedRequests = 181;

    /// <summary>PCIe link CRC errors; a count.</summary>
    public const uint PcieLcrcErrors = 182;

    /// <summary>PCIe lane errors; a count.</summary>
    public const uint PcieLaneErrors = 183;

    /// <summary>1 when MIG mode changes without a GPU reset (Hopper and newer).</summary>
    public const uint ResetlessMig = 184;

    /// <summary>Board power, 1 s average; milliwatts; scope 0 GPU, 1 module, 2 memory.</summary>
    public const uint PowerAverage = 185;

    /// <summary>Board power now; milliwatts; scope 0 GPU, 1 module, 2 memory.</summary>
    public const uint PowerInstant = 186;

    /// <summary>Lowest power limit the board accepts; milliwatts.</summary>
    public const uint PowerLimitMin = 187;

    /// <summary>Highest power limit the board accepts; milliwatts.</summary>
    public const uint PowerLimitMax = 188;

    /// <summary>Power limit after a reset; milliwatts.</summary>
    public const uint PowerLimitDefault = 189;

    /// <summary>Power limit in force; milliwatts.</summary>
    public const uint PowerLimitCurrent = 190;

    /// <summary>Power limit asked for; milliwatts.</summary>
    public const uint PowerLimitRequested = 192;

    /// <summary>PCIe bytes sent; wraps.</summary>
    public const uint PcieBytesTx = 197;

    /// <summary>PCIe bytes received; wraps.</summary>
    public const uint PcieBytesRx = 198;

    /// <summary>1 when profile queries work with MIG off.</summary>
    public const uint MigQueryIndependentOfMode = 199;

    /// <summary>NVLink 5 bytes sent; scope = all ones for the sum.</summary>
    public const uint NvLink5BytesTx = 202;

    /// <summary>NVLink 5 bytes received; scope = all ones for the sum.</summary>
    public const uint NvLink5BytesRx = 204;

    /// <summary>NVLink 5 malformed packets; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5MalformedPackets = 206;

    /// <summary>NVLink 5 buffer overruns; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5BufferOverruns = 207;

    /// <summary>NVLink 5 receive errors; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5ReceiveErrors = 208;

    /// <summary>NVLink 5 local link integrity errors; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5LocalIntegrityErrors = 211;

    /// <summary>NVLink 5 transmit discards; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5TransmitDiscards = 212;

    /// <summary>NVLink 5 link recoveries; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5RecoveryEvents = 215;

    /// <summary>NVLink 5 effective errors; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5EffectiveErrors = 219;

    /// <summary>NVLink 5 symbol errors; a count; scope = all ones for the sum.</summary>
    public const uint NvLink5SymbolErrors = 221;

    /// <summary>What the driver asks for: 0 none, 1 reset, 2 reboot, 3 drain peer-to-peer, 4 drain and reset.</summary>
    public const uint GpuRecoveryAction = 230;

    /// <summary>Time slowed by software for heat; nanoseconds.</summary>
    public const uint SwThermalThrottleTime = 269;

    /// <summary>Time slowed by hardware for heat; nanoseconds.</summary>
    public const uint HwThermalThrottleTime = 270;

    /// <summary>Time slowed by the external power brake; nanoseconds.</summary>
    public const uint HwPowerBrakeTime = 271;
}
