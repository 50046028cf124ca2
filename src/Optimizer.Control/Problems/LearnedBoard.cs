using Optimizer.Model.Mig;

namespace Optimizer.Control.Problems;

/// <summary>What a driver said of a GPU model when it could: some tell neither cut nor memory while MIG is off or the GPU is lost.</summary>
/// <param name="Model">Model key.</param>
/// <param name="Geometry">How it can be cut, as last told; null: never told.</param>
/// <param name="MemoryBytes">Device memory as last told; null: never told. Unit: bytes.</param>
public sealed record LearnedBoard(string Model, MigGeometry? Geometry, ulong? MemoryBytes);
