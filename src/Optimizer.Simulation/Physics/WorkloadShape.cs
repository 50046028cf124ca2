namespace Optimizer.Simulation.Physics;

/// <summary>How a busy second of a kind of work uses the engines: shares of the busy time, and bytes per busy second of a whole GPU.</summary>
internal sealed record WorkloadShape(string Name)
{
    public double Multiprocessor { get; init; } = 0.9;

    public double Occupancy { get; init; } = 0.45;

    public double Integer { get; init; } = 0.2;

    public double HalfTensor { get; init; }

    public double IntegerTensor { get; init; }

    public double DoubleTensor { get; init; }

    public double Dram { get; init; }

    public double Fp64 { get; init; }

    public double Fp32 { get; init; } = 0.15;

    public double Fp16 { get; init; } = 0.1;

    /// <summary>Share of the host link's speed.</summary>
    public double PcieRx { get; init; } = 0.05;

    public double PcieTx { get; init; } = 0.02;

    /// <summary>Share of the NVLink speed, each way; only with MIG off.</summary>
    public double NvLink { get; init; }

    /// <summary>Dynamic power at full activity; share of the board's range between idle and limit. Above 1 the power cap holds it.</summary>
    public double Power { get; init; } = 0.8;

    public static IReadOnlyList<WorkloadShape> All { get; } =
    [
        new("llm") { HalfTensor = 0.35, Dram = 0.72, Occupancy = 0.32, PcieRx = 0.02, PcieTx = 0.02, Power = 0.78 },
        new("vision") { HalfTensor = 0.4, IntegerTensor = 0.08, Dram = 0.4, PcieRx = 0.12, PcieTx = 0.03, Power = 0.7 },
        new("training") { Multiprocessor = 0.96, HalfTensor = 0.62, Dram = 0.55, Occupancy = 0.6, PcieRx = 0.08, PcieTx = 0.05, NvLink = 0.4, Power = 1.06 },
        new("batch") { Fp32 = 0.45, Dram = 0.3, Integer = 0.35, PcieRx = 0.2, PcieTx = 0.1, Power = 0.65 },
        new("science") { DoubleTensor = 0.3, Fp64 = 0.4, Dram = 0.6, Power = 0.9 },
        new("ingest") { Multiprocessor = 0.3, HalfTensor = 0.08, Dram = 0.12, Occupancy = 0.15, PcieRx = 0.75, PcieTx = 0.1, Power = 0.3 },
    ];

    public static WorkloadShape? Find(string name) => All.FirstOrDefault(shape => shape.Name == name);
}
