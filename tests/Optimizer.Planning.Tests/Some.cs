using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests;

/// <summary>Small problems with good defaults; a test says only what it is about.</summary>
internal static class Some
{
    internal static readonly Instant Noon = Instant.FromUtc(2026, 11, 23, 12, 0);

    /// <summary>An empty H100 in MIG mode; the number makes its UUID.</summary>
    internal static GpuState Gpu(int number, string board = Board.H100) => new()
    {
        Uuid = new GpuUuid($"GPU-{number:x8}-0000-0000-0000-000000000000"),
        Model = board,
        Geometry = Board.Geometry(board),
        MigEnabled = true,
        MigToggle = board != Board.A100 && board != Board.A30,
        MemoryBytes = 80UL << 30,
        ComputeCapability = new Version(9, 0),
        Cuda = new Version(13, 0),
        NvLinkIsland = 0,
        NumaNode = number < 4 ? 0 : 1,
    };

    internal static GpuState WithSlices(this GpuState gpu, params SliceState[] slices) =>
        gpu with { Slices = slices.OrderBy(slice => slice.Instance).ToValueArray() };

    /// <summary>A present instance, for example <c>Slice("3g.40gb", 4, "chat")</c>.</summary>
    internal static SliceState Slice(string profile, int start, string? workload = null, bool pinned = false, string board = Board.H100) => new()
    {
        Instance = new PlacedInstance(profile, new Placement(start, Board.Geometry(board).FindProfile(profile)!.MemorySlices)),
        Workload = workload,
        Processes = workload is null ? 0 : 1,
        Pinned = pinned,
    };

    /// <summary>A movable service with its rates on H100 profiles.</summary>
    internal static WorkloadNeed Service(string name, double planning, params (string Profile, double Rate)[] rates) => new()
    {
        Name = name,
        PlanningRate = planning,
        ExpectedRate = planning * 0.6,
        Options = rates.OrderBy(rate => rate.Profile, StringComparer.Ordinal)
            .Select(rate => new SeatOption { Profile = rate.Profile, Rate = rate.Rate }).ToValueArray(),
        Replicas = new ReplicaRange(0, 50),
        Move = new MoveTerms(Duration.FromSeconds(30), null),
    };

    internal static PlanningProblem Problem(IEnumerable<GpuState> gpus, params WorkloadNeed[] workloads) => new()
    {
        At = Noon,
        Gpus = gpus.OrderBy(gpu => gpu.Node, StringComparer.Ordinal).ThenBy(gpu => gpu.Uuid).ToValueArray(),
        Workloads = workloads.OrderBy(need => need.Name, StringComparer.Ordinal).ToValueArray(),
        Terms = new PolicyTerms(),
    };
}
