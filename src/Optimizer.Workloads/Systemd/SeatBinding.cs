using Optimizer.Model.Replicas;

namespace Optimizer.Workloads.Systemd;

/// <summary>Which replica a unit is, and on what seat: the part of a drop-in that is for us.</summary>
internal sealed record SeatBinding(string Workload, Seat Seat, int Processes);
