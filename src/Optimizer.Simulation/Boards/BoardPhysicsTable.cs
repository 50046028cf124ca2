using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Boards;

/// <summary>Plausible values for simulation, by board. Public product figures where they exist, otherwise values of a sibling.</summary>
internal static class BoardPhysicsTable
{
    public static BoardPhysics Of(SimulatedBoard board) => board.Key switch
    {
        "a30-24gb" => Ampere("NVIDIA A30", 165, 100, 28, 1440) with { MemoryClockMhz = 1215, KelvinPerWatt = 0.22 },
        "a100-40gb" => Ampere("NVIDIA A100-SXM4-40GB", 400, 100, 48, 1410) with { MemoryClockMhz = 1215, NvLinks = 12, NvLinkVersion = 3, NvLinkMegabytesPerSecond = 25000, Switched = true },
        "a100-80gb" => Ampere("NVIDIA A100-SXM4-80GB", 400, 100, 60, 1410) with { NvLinks = 12, NvLinkVersion = 3, NvLinkMegabytesPerSecond = 25000, Switched = true },
        "h100-80gb-sxm" => Hopper("NVIDIA H100 80GB HBM3", 700, 1980),
        "h100-80gb-pcie" => Hopper("NVIDIA H100 PCIe", 350, 1755) with { NvLinks = 0, NvLinkVersion = 0, Switched = false, KelvinPerWatt = 0.13 },
        "h100-94gb" => Hopper("NVIDIA H100 NVL", 400, 1785) with { Switched = false },
        "h100-96gb" => Hopper("NVIDIA GH200 480GB", 700, 1980),
        "gh200-144gb" => Hopper("NVIDIA GH200 144G HBM3e", 900, 1980) with { KelvinPerWatt = 0.052 },
        "h200-141gb-sxm" => Hopper("NVIDIA H200", 700, 1980) with { MemoryClockMhz = 3201, IdleWatts = 76 },
        "h200-141gb-nvl" => Hopper("NVIDIA H200 NVL", 600, 1785) with { MemoryClockMhz = 3201, Switched = false, KelvinPerWatt = 0.08 },
        "b200-180gb" => Blackwell("NVIDIA B200", 1000),
        "gb200-186gb" => Blackwell("NVIDIA GB200", 1200) with { KelvinPerWatt = 0.036 },
        "b300-269gb" => Blackwell("NVIDIA B300 SXM6 AC", 1100) with { KelvinPerWatt = 0.04 },
        "gb300-278gb" => Blackwell("NVIDIA GB300", 1400) with { KelvinPerWatt = 0.031 },
        "rtx-pro-6000-blackwell" => Blackwell("NVIDIA RTX PRO 6000 Blackwell Server Edition", 600) with
        {
            MinPowerLimitWatts = 400,
            IdleWatts = 32,
            IdleClockMhz = 180,
            MaxClockMhz = 2430,
            MemoryClockMhz = 12481,
            NvLinks = 0,
            NvLinkVersion = 0,
            Switched = false,
            KelvinPerWatt = 0.085,
        },
        _ when board.Architecture == NvmlArchitecture.Ampere => Ampere(board.Title, 300, 100, 45, 1410),
        _ => Hopper(board.Title, 700, 1980),
    };

    /// <summary>A100 PCIe-class defaults: GA100 has 64 cores per multiprocessor.</summary>
    private static BoardPhysics Ampere(string name, int watts, int minWatts, int idleWatts, int clock) => new()
    {
        ProductName = name,
        PowerLimitWatts = watts,
        MinPowerLimitWatts = minWatts,
        IdleWatts = idleWatts,
        IdleClockMhz = 210,
        MaxClockMhz = clock,
        MemoryClockMhz = 1593,
        PcieGeneration = 4,
        CoresPerMultiprocessor = 64,
        KelvinPerWatt = 0.11,
    };

    private static BoardPhysics Hopper(string name, int watts, int clock) => new()
    {
        ProductName = name,
        PowerLimitWatts = watts,
        MinPowerLimitWatts = 200,
        IdleWatts = 70,
        IdleClockMhz = 345,
        MaxClockMhz = clock,
        MemoryClockMhz = 2619,
        PcieGeneration = 5,
        NvLinks = 18,
        NvLinkVersion = 4,
        NvLinkMegabytesPerSecond = 26562,
        Switched = true,
    };

    private static BoardPhysics Blackwell(string name, int watts) => new()
    {
        ProductName = name,
        PowerLimitWatts = watts,
        MinPowerLimitWatts = 200,
        IdleWatts = 140,
        IdleClockMhz = 120,
        MaxClockMhz = 1965,
        MemoryClockMhz = 3996,
        PcieGeneration = 5,
        NvLinks = 18,
        NvLinkVersion = 5,
        NvLinkMegabytesPerSecond = 53125,
        Switched = true,
        KelvinPerWatt = 0.047,
    };
}
