using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Power;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Problems;

/// <summary>Turns GPUs as they were seen into GPUs as a planner wants them. One reading's work.</summary>
/// <remarks>The rules are in decisions/problem-building.md.</remarks>
internal sealed class GpuStates
{
    private readonly ProblemInputs _inputs;
    private readonly Occupants _occupants;
    private readonly Dictionary<GpuUuid, Quarantine> _quarantines = [];
    private readonly Dictionary<string, LearnedBoard> _boards;
    private readonly IReadOnlyDictionary<GpuUuid, int> _islands;
    private readonly Version? _cuda;
    private readonly HashSet<GpuUuid> _working = [];
    private readonly List<ActiveHold> _holds = [];

    public GpuStates(ProblemInputs inputs, Occupants occupants)
    {
        (_inputs, _occupants) = (inputs, occupants);
        foreach (Quarantine quarantine in inputs.Quarantines)
        {
            _quarantines.TryAdd(quarantine.Gpu, quarantine);
        }

        GpuSnapshot[] gpus = [.. inputs.Seen.Gpus.Where(gpu => !string.IsNullOrWhiteSpace(gpu.Uuid.Value)).DistinctBy(gpu => gpu.Uuid)];
        _boards = Boards(inputs.Learned.Boards, gpus).ToDictionary(board => board.Model);
        _islands = NvLinkIslands.Of(gpus);
        _cuda = DriverVersion.Read(inputs.Seen.Driver?.Cuda);
        States = gpus.OrderBy(gpu => gpu.Uuid).Select(StateOf).ToValueArray();
    }

    /// <summary>The GPUs, ordered by UUID.</summary>
    public ValueArray<GpuState> States { get; }

    /// <summary>What is not well, in no order.</summary>
    public IReadOnlyList<ActiveHold> Holds => _holds;

    /// <summary>True for a GPU on which nothing can run: what was there must be placed anew.</summary>
    public bool IsGone(GpuUuid gpu) => !_working.Contains(gpu);

    /// <summary>What drivers told of GPU models, with what was known before; ordered by model.</summary>
    internal static ValueArray<LearnedBoard> Boards(ValueArray<LearnedBoard> before, IEnumerable<GpuSnapshot> gpus)
    {
        SortedDictionary<string, LearnedBoard> boards = new(StringComparer.Ordinal);
        foreach (LearnedBoard board in before)
        {
            boards[board.Model] = board;
        }

        foreach (GpuSnapshot gpu in gpus.Reverse())
        {
            string model = GpuModelKey.Of(gpu.Identity);
            LearnedBoard known = boards.GetValueOrDefault(model) ?? new LearnedBoard(model, null, null);
            ulong? memory = gpu.Memory is { CapacityBytes: > 0 and ulong bytes } ? bytes : null;
            if (gpu.Mig?.Geometry is not null || memory is not null || boards.ContainsKey(model))
            {
                boards[model] = known with { Geometry = gpu.Mig?.Geometry ?? known.Geometry, MemoryBytes = memory ?? known.MemoryBytes };
            }
        }

        return boards.Values.ToValueArray();
    }

    private GpuState StateOf(GpuSnapshot gpu)
    {
        string model = GpuModelKey.Of(gpu.Identity);
        LearnedBoard? board = _boards.GetValueOrDefault(model);
        MigGeometry? geometry = gpu.Mig?.Geometry ?? (gpu.Mig is not null || gpu.Availability != GpuAvailability.Up ? board?.Geometry : null);
        ulong? memory = gpu.Memory is { CapacityBytes: > 0 and ulong bytes } ? bytes : board?.MemoryBytes;
        (GpuCondition condition, string? why) = GpuConditions.Of(gpu, _quarantines.GetValueOrDefault(gpu.Uuid), geometry, memory);
        GpuState state = new()
        {
            Uuid = gpu.Uuid,
            Model = model,
            Geometry = geometry,
            MigEnabled = gpu.Mig is { Enabled: true },
            MigToggle = gpu.Identity.Architecture is GpuArchitecture.Hopper or GpuArchitecture.Blackwell or GpuArchitecture.Rubin,
            MemoryBytes = memory ?? 1,
            ComputeCapability = DriverVersion.Read(gpu.Identity.ComputeCapability),
            Cuda = _cuda,
            NvLinkIsland = _islands.TryGetValue(gpu.Uuid, out int island) ? island : null,
            NumaNode = gpu.Identity.NumaNode,
            Power = _inputs.Learned.Power.FirstOrDefault(power => power.Model == model)?.Fit.Curve ?? PowerPriors.For(model),
        };
        if (why is not null)
        {
            _holds.Add(new ActiveHold(Interlock.UnhealthyGpu, gpu.Uuid.Value, _quarantines.GetValueOrDefault(gpu.Uuid)?.Since ?? _inputs.At, why));
        }

        if (condition == GpuCondition.Gone)
        {
            return AsTold(state) with { Usability = GpuUsability.Unusable };
        }

        _working.Add(gpu.Uuid);
        return condition switch
        {
            GpuCondition.Hidden => memory is null || geometry is null ? state with { MigEnabled = false, Usability = GpuUsability.Unusable } : Frozen(AsTold(state)),
            GpuCondition.Frozen => Frozen(AsSeen(state, gpu)),
            GpuCondition.Leaving => AsSeen(state, gpu) with { Usability = GpuUsability.Draining },
            _ => AsSeen(state, gpu),
        };
    }

    /// <summary>What is on it counts and stays, and nothing is added.</summary>
    private static GpuState Frozen(GpuState state) => state with
    {
        Usability = GpuUsability.Draining,
        WholeGpuPinned = !state.MigEnabled,
        Slices = state.Slices.Select(slice => slice with { Pinned = true }).ToValueArray(),
    };

    private GpuState AsSeen(GpuState state, GpuSnapshot gpu)
    {
        if (gpu.Mig is not { Enabled: true } mig)
        {
            Occupants.Occupation whole = _occupants.At(new Seat(gpu.Uuid, null), null, gpu.Processes?.Compute);
            return state with { WholeGpuWorkload = whole.Workload, WholeGpuPinned = whole.Pinned };
        }

        return state with
        {
            Slices = mig.Instances.OrderBy(instance => instance.PlacementStart).Select(instance => SliceOf(gpu, instance)).ToValueArray(),
        };
    }

    private SliceState SliceOf(GpuSnapshot gpu, GpuInstanceSnapshot instance)
    {
        PlacedInstance placed = GpuConditions.PlacedAs(instance)!;
        Occupants.Occupation there = _occupants.At(new Seat(gpu.Uuid, placed), instance.Id, instance.Processes);
        return new SliceState
        {
            Instance = placed, Workload = there.Workload, Processes = there.Processes, Pinned = there.Pinned || instance.ComputeInstances.Count > 1,
        };
    }

    /// <summary>A GPU that does not answer, by what those who run workloads were told; what shares a memory slice is left out.</summary>
    private GpuState AsTold(GpuState state)
    {
        Seat[] seats = [.. _occupants.SeatsOn(state.Uuid)];
        bool mig = seats.Any(seat => seat.Instance is not null) || (state.MigEnabled && seats.Length == 0);
        if (!mig)
        {
            Occupants.Occupation whole = seats.Length > 0 ? _occupants.At(seats[0], null, null) : default;
            return state with { MigEnabled = false, WholeGpuWorkload = whole.Workload };
        }

        List<SliceState> slices = [];
        foreach (Seat seat in seats.Where(seat => seat.Instance is not null && slices.TrueForAll(slice => !slice.Instance.Placement.Overlaps(seat.Instance.Placement))
            && state.Geometry?.FindProfile(seat.Instance.Profile)?.Placements.Contains(seat.Instance.Placement) == true))
        {
            Occupants.Occupation there = _occupants.At(seat, null, null);
            slices.Add(new SliceState { Instance = seat.Instance!, Workload = there.Workload, Processes = there.Processes });
        }

        return state with { MigEnabled = true, Slices = slices.ToValueArray() };
    }
}
