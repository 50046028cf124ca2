using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Node.Act;

/// <summary>What tells one GPU instance from another. Two readings are compared by it, never by handles, which may differ for the same thing.</summary>
/// <param name="Id">The driver's number.</param>
/// <param name="Place">What and where.</param>
/// <param name="Computes">Id and compute slices of its compute instances, by id.</param>
internal sealed record InstanceMark(uint Id, PlacedInstance Place, ValueArray<(uint Id, uint Slices)> Computes);
