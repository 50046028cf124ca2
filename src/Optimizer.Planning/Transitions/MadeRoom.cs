using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>GPUs laid out anew so that there is room on one of them.</summary>
/// <param name="Gpu">Where the room is.</param>
/// <param name="Layouts">Every GPU that changes.</param>
/// <param name="Moves">Replicas that change places.</param>
/// <param name="IdleInstances">Instances nobody uses that do.</param>
internal sealed record MadeRoom(GpuState Gpu, Dictionary<GpuUuid, ValueArray<InstanceTarget>> Layouts, int Moves, int IdleInstances);
