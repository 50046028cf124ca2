namespace Optimizer.Simulation.Physics;

/// <summary>What <see cref="EngineCounters"/> count. Activities in busy seconds, traffic in bytes.</summary>
internal enum Engine
{
    Graphics,
    Multiprocessor,
    Occupancy,
    Integer,
    AnyTensor,
    DoubleTensor,
    HalfTensor,
    IntegerTensor,
    Dram,
    Fp64,
    Fp32,
    Fp16,
    PcieTx,
    PcieRx,
    NvLinkRx,
    NvLinkTx,
    Count,
}
