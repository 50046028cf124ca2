using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Tests.Transitions;

/// <summary>Draws a present state and targets at random: layouts, occupants, pins, modes, draining and lost GPUs.</summary>
internal static class AnyChange
{
    private static readonly string[] Boards = [Board.H100, Board.A30, Board.RtxPro6000, Board.A100];

    internal static (PlanningProblem Problem, ValueArray<GpuTarget> Targets) Draw(int seed, int maxGpus = 4, int maxWorkloads = 4, bool plain = false)
    {
        Random random = new(seed);
        string board = Boards[random.Next(Boards.Length)];
        WorkloadNeed[] needs = [.. Enumerable.Range(0, random.Next(1, maxWorkloads + 1)).Select(index => Need(random, board, index))];
        List<GpuState> gpus = [];
        List<GpuTarget> targets = [];
        for (int number = 1, count = random.Next(1, maxGpus + 1); number <= count; number++)
        {
            GpuState gpu = Present(random, Some.Gpu(number, board) with { Node = random.Next(3) == 0 ? "b" : "a" }, needs, plain);
            gpus.Add(gpu);
            targets.Add(Target(random, gpu, needs, plain));
        }

        return (Some.Problem(gpus, needs), targets.ToValueArray());
    }

    private static WorkloadNeed Need(Random random, string board, int index) => new()
    {
        Name = $"w{index}",
        Qos = (QosClass)random.Next(3),
        PlanningRate = 10,
        ExpectedRate = 5,
        Replicas = new ReplicaRange(random.Next(3), 50),
        FloorRate = random.Next(3),
        Options = Board.Geometry(board).Profiles.Select(profile => (profile.Name, profile.MemorySlices)).Append((ProfileCapacity.WholeGpu, 10))
            .OrderBy(pair => pair.Item1, StringComparer.Ordinal).Select(pair => new SeatOption { Profile = pair.Item1, Rate = pair.Item2 }).ToValueArray(),
        Restart = Duration.FromSeconds(random.Next(10, 300)),
        Move = new MoveTerms(Duration.FromSeconds(random.Next(30)), null),
        ApartFrom = index > 0 && random.Next(12) == 0 ? ["w0"] : [],
    };

    private static GpuState Present(Random random, GpuState gpu, WorkloadNeed[] needs, bool plain)
    {
        if (!plain && random.Next(5) == 0)
        {
            return gpu with { MigEnabled = false, WholeGpuWorkload = random.Next(2) == 0 ? needs[random.Next(needs.Length)].Name : null };
        }

        gpu = gpu with { Slices = Fill(random, gpu, [], needs, plain).Select(target => State(random, target, plain)).ToValueArray() };
        return plain ? gpu : gpu with { Usability = random.Next(8) switch { 0 => GpuUsability.Draining, 1 => GpuUsability.Unusable, _ => GpuUsability.Usable } };
    }

    private static SliceState State(Random random, InstanceTarget target, bool plain) => new()
    {
        Instance = target.Instance, Workload = target.Workload, Processes = target.Processes, Pinned = !plain && random.Next(10) == 0,
    };

    private static GpuTarget Target(Random random, GpuState gpu, WorkloadNeed[] needs, bool plain)
    {
        bool fixedMode = gpu.Usability != GpuUsability.Usable || gpu.Slices.Any(slice => slice.Pinned) || plain;
        bool mig = fixedMode || random.Next(6) != 0 ? gpu.MigEnabled : !gpu.MigEnabled;
        if (!mig)
        {
            string? whole = gpu.Usability == GpuUsability.Usable && random.Next(3) == 0 ? needs[random.Next(needs.Length)].Name : gpu.WholeGpuWorkload;
            return gpu.ToWhole(random.Next(3) == 0 ? null : whole);
        }

        List<InstanceTarget> kept = [];
        foreach (SliceState slice in gpu.Slices)
        {
            if (slice.Pinned || random.Next(3) == 0)
            {
                bool leaves = !slice.Pinned && random.Next(3) == 0;
                kept.Add(new InstanceTarget(slice.Instance, leaves ? null : slice.Workload, leaves ? 0 : slice.Processes));
            }
        }

        ValueArray<InstanceTarget> instances = gpu.Usability != GpuUsability.Usable ? kept.ToValueArray() : Fill(random, gpu, kept, needs, plain);
        return new GpuTarget { Gpu = gpu.Uuid, MigEnabled = true, Instances = instances };
    }

    private static ValueArray<InstanceTarget> Fill(Random random, GpuState gpu, List<InstanceTarget> kept, WorkloadNeed[] needs, bool plain)
    {
        PlacedInstance[] candidates =
        [
            .. gpu.Geometry!.Profiles
                .Where(profile => !plain || !profile.Name.Contains('+', StringComparison.Ordinal))
                .SelectMany(profile => profile.Placements.Select(placement => new PlacedInstance(profile.Name, placement))),
        ];
        List<InstanceTarget> filled = [.. kept];
        for (int trial = 0, trials = random.Next(plain ? 12 : 40); trial < trials; trial++)
        {
            PlacedInstance candidate = candidates[random.Next(candidates.Length)];
            if (Layout.TryCreate(gpu.Geometry, filled.Select(target => target.Instance).Append(candidate), out _, out _))
            {
                string? workload = random.Next(4) == 0 ? null : needs[random.Next(needs.Length)].Name;
                filled.Add(new InstanceTarget(candidate, workload, workload is null ? 0 : random.Next(5) == 0 ? 2 : 1));
            }
        }

        return filled.OrderBy(target => target.Instance).ToValueArray();
    }
}
