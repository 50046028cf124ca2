using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Loop;

/// <content>What the stages remember from tick to tick.</content>
public sealed partial class ControlLoop
{
    private const string LearnedName = "learned";

    private readonly Dictionary<GpuUuid, string> _foreign = [];
    private PlanRecord? _newest;
    private PlanningInputs? _proposal;
    private (PlanningProblem Problem, Plan Plan)? _held;
    private Instant? _plannedAt;
    private Instant? _keptAt;
    private Instant? _defragmentedAt;
    private Instant? _lowConfidenceSince;
    private Instant? _failedAt;
    private long? _inherited;
    private bool _rebooted;
    private bool _restored;
    private string? _refused;
    private List<ActiveHold> _planHolds = [];
}
