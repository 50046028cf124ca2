using Optimizer.Model.Workloads;

namespace Optimizer.Control.Demand.Intake;

/// <summary>What one snapshot says about one workload.</summary>
/// <param name="Name">Name of its series.</param>
/// <param name="Qos">Its class; null when nobody declared it.</param>
/// <param name="Running">It is on some GPU.</param>
/// <param name="Busy">Slices it keeps busy; null when not known.</param>
/// <param name="MemoryBytes">Device memory it holds; null when not known.</param>
/// <param name="Shared">Its activity is an equal share of something.</param>
internal sealed record WorkloadReading(string Name, QosClass? Qos, bool Running, BusySlices? Busy, double? MemoryBytes, bool Shared);
