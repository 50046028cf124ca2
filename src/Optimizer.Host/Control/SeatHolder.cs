using Optimizer.Model.Replicas;

namespace Optimizer.Host.Control;

/// <summary>Somebody who holds an instance or a whole GPU.</summary>
/// <param name="Seat">What is held.</param>
/// <param name="Name">Unit, job, pod or process, as the node shows it.</param>
/// <param name="Pids">Its processes there, ascending; empty when only known by an open device node.</param>
internal sealed record SeatHolder(Seat Seat, string Name, Model.Collections.ValueArray<uint> Pids);
