using Optimizer.Model.Mig;

namespace Optimizer.Planning.Transitions;

/// <summary>Where a replica runs, or one GPU of it.</summary>
/// <param name="Gpu">Position of the GPU by node and UUID.</param>
/// <param name="Instance">Null: the whole GPU.</param>
/// <param name="Processes">Its processes there; a replica with another number of them has to be started anew.</param>
internal readonly record struct Seat(int Gpu, PlacedInstance? Instance, int Processes);
