using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Generators;

/// <summary>
/// Sound problems of any size from a seed: every known board, empty, partly filled and full GPUs, pins, draining and lost GPUs, jobs of whole GPUs, MPS, tenants,
/// neighbours that must be apart, what may not be moved, and gates. Staying as it is always keeps every hard rule, so a solver that finds nothing is wrong.
/// </summary>
internal static class ProblemGenerator
{
    private const int GpusPerNode = 8;

    /// <summary>The same arguments give an equal problem.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="gpus">GPUs, from 1; more than eight make several nodes.</param>
    /// <param name="workloads">Workloads, from 1.</param>
    /// <param name="gated">Past changes, windows and freezes as well; without, nothing but the day's budget limits moves.</param>
    /// <param name="boards">Board keys to draw from; null: all.</param>
    internal static PlanningProblem Create(int seed, int gpus, int workloads, bool gated = true, params string[] boards)
    {
        // One stream per purpose: another draw in one place leaves the others as they were.
        GpuState[] empty = Gpus(new Random(seed), gpus, boards.Length == 0 ? [.. Board.Keys] : boards);
        WorkloadNeed[] needs = Needs(new Random(seed ^ 0x1111), workloads, empty);
        GpuState[] filled = Filling.Fill(new Random(seed ^ 0x2222), empty, needs);
        Random promises = new(seed ^ 0x3333);
        WorkloadNeed[] promised = [.. needs.Select(need => Promise(promises, need, filled))];
        PlanningProblem problem = new()
        {
            At = Some.Noon + Duration.FromMinutes(new Random(seed ^ 0x4444).Next(7 * 24 * 60)),
            Generation = seed & 0xff,
            Gpus = filled.OrderBy(gpu => gpu.Node, StringComparer.Ordinal).ThenBy(gpu => gpu.Uuid).ToValueArray(),
            Workloads = promised.OrderBy(need => need.Name, StringComparer.Ordinal).ToValueArray(),
            Terms = new PolicyTerms(),
        };
        problem = problem with { Tenants = Tenants(new Random(seed ^ 0x5555), problem) };
        return gated ? Gated(new Random(seed ^ 0x6666), problem) : problem;
    }

    private static GpuState[] Gpus(Random random, int count, string[] boards)
    {
        List<GpuState> gpus = [];
        string board = boards[0];
        for (int index = 0; index < count; index++)
        {
            // Nodes are of one board, as in life; a small problem may mix them, which is harder.
            if (index % GpusPerNode == 0 || (count <= GpusPerNode && random.Next(3) == 0))
            {
                board = boards[random.Next(boards.Length)];
            }

            bool mig = random.Next(6) != 0, hopper = board != Board.A100 && board != Board.A30;
            gpus.Add(Some.Gpu(index + 1, board) with
            {
                Node = count > GpusPerNode ? $"node-{index / GpusPerNode:d3}" : "",
                MigEnabled = mig,
                MigToggle = hopper,
                MemoryBytes = Board.Geometry(board).Profiles.Max(profile => profile.MemoryBytes),
                ComputeCapability = random.Next(20) == 0 ? null : new Version(hopper ? 9 : 8, 0),
                Cuda = random.Next(20) == 0 ? null : new Version(12, random.Next(0, 9)),
                NvLinkIsland = random.Next(8) == 0 ? null : index % GpusPerNode / 4,
                NumaNode = index % GpusPerNode / 4,
                Usability = random.Next(16) switch { 0 => GpuUsability.Unusable, 1 => GpuUsability.Draining, _ => GpuUsability.Usable },
            });
        }

        return [.. gpus];
    }

    private static WorkloadNeed[] Needs(Random random, int count, GpuState[] gpus)
    {
        string Name(int index) => $"w-{index:d4}";
        return
        [
            .. Enumerable.Range(0, count).Select(index =>
            {
                bool whole = random.Next(12) == 0;
                SeatOption[] options = whole ? [new SeatOption { Profile = ProfileCapacity.WholeGpu, Rate = 20 + random.Next(20) }] : Options(random, gpus);
                ulong least = whole ? 8UL << 30 : options.Min(option => Board.Geometry(option.GpuModel!).FindProfile(option.Profile)!.MemoryBytes / (ulong)option.Processes);
                GpuState[] able = [.. gpus.Where(gpu => options.Any(option => (option.GpuModel ?? gpu.Model) == gpu.Model))];
                return new WorkloadNeed
                {
                    Name = Name(index),
                    Tenant = random.Next(4) == 0 ? null : $"tenant-{random.Next(3)}",
                    Kind = whole ? DeclaredKind.Training : DeclaredKind.Inference,
                    Qos = (QosClass)random.Next(3),
                    PlanningRate = 0,
                    ExpectedRate = 0,
                    Options = options.ToValueArray(),
                    MemoryBytes = random.Next(2) == 0 ? null : (ulong)(least * (0.3 + (0.7 * random.NextDouble()))),
                    Cuda = random.Next(4) == 0 && able.Any(gpu => gpu.Cuda is not null && gpu.ComputeCapability is not null) ? new Version(12, 0) : null,
                    ComputeCapability = random.Next(4) == 0 && able.Any(gpu => gpu.Cuda is not null && gpu.ComputeCapability is not null) ? new Version(8, 0) : null,
                    GpusPerReplica = whole ? 1 + random.Next(LargestIsland(gpus)) : 0,
                    NeedsMedia = !whole && random.Next(3) == 0 && options.All(option => Board.Geometry(option.GpuModel!).FindProfile(option.Profile)!.Engines.Decoder > 0),
                    MaxPerGpu = !whole && random.Next(5) == 0 ? 1 + random.Next(2) : null,
                    ApartFrom = index > 0 && !whole && random.Next(6) == 0 ? [Name(random.Next(index))] : [],
                    Restart = Duration.FromSeconds(random.Next(1, 300)),
                    Move = random.Next(5) == 0 ? null : new MoveTerms(Duration.FromSeconds(30), null),
                };
            }),
        ];
    }

    /// <summary>GPUs of the largest job there is room for by the islands, at most two; one where drivers are not all known.</summary>
    private static int LargestIsland(GpuState[] gpus) => Math.Min(2, gpus
        .Where(gpu => gpu.NvLinkIsland is not null && gpu.Cuda is not null && gpu.ComputeCapability is not null)
        .GroupBy(gpu => (gpu.Node, gpu.NvLinkIsland)).Select(island => island.Count()).DefaultIfEmpty(1).Max());

    /// <summary>Up to three profiles of one or two boards, each with a figure of its own; always with the model, since names of profiles repeat across boards.</summary>
    private static SeatOption[] Options(Random random, GpuState[] gpus)
    {
        Dictionary<(string, string), SeatOption> options = [];
        double perSlice = 1 + (random.NextDouble() * 10);
        int wanted = 1 + random.Next(3);
        for (int draw = 0; draw < wanted; draw++)
        {
            string model = gpus[random.Next(gpus.Length)].Model;
            ValueArray<MigProfile> profiles = Board.Geometry(model).Profiles;
            MigProfile profile = profiles[random.Next(profiles.Count)];
            bool learned = random.Next(5) == 0;
            options.TryAdd((profile.Name, model), new SeatOption
            {
                Profile = profile.Name,
                GpuModel = model,
                Rate = Math.Round(perSlice * profile.ComputeSlices * (0.8 + (0.2 * random.NextDouble())), 3),
                Processes = random.Next(6) == 0 ? 2 : 1,
                RateError = learned ? 0.1 : 0,
                Source = learned ? "learned" : "declared",
            });
        }

        return [.. options.Values.OrderBy(option => option.Profile, StringComparer.Ordinal).ThenBy(option => option.GpuModel, StringComparer.Ordinal)];
    }

    private static WorkloadNeed Promise(Random random, WorkloadNeed need, GpuState[] gpus)
    {
        GpuState[] alive = [.. gpus.Where(gpu => gpu.Usability != GpuUsability.Unusable)];
        int perReplica = Math.Max(1, need.GpusPerReplica);
        int here = Filling.Seats(alive, need.Name).Count() / perReplica, everywhere = Filling.Seats(gpus, need.Name).Count() / perReplica;
        double capacity = Filling.Seats(alive, need.Name).Sum(seat =>
            need.Options.First(option => option.Profile == seat.Profile && (option.GpuModel ?? seat.Gpu.Model) == seat.Gpu.Model).CarefulRate) / perReplica;
        double best = need.Options.Max(option => option.CarefulRate);
        double planning = Math.Round(random.Next(10) == 0 ? 0 : (capacity * (0.5 + random.NextDouble())) + (best * random.NextDouble()), 3);
        return need with
        {
            PlanningRate = planning,
            ExpectedRate = Math.Round(planning * (0.4 + (0.5 * random.NextDouble())), 3),
            Replicas = new ReplicaRange(random.Next(here + 1), Math.Max(1, everywhere + random.Next(4))),
            FloorRate = need.Qos == QosClass.Guaranteed ? capacity * random.Next(5) / 5 : 0,
        };
    }

    private static ValueArray<TenantTerms> Tenants(Random random, PlanningProblem problem) => Enumerable.Range(0, 3).Select(index =>
    {
        string name = $"tenant-{index}";
        double used = problem.Workloads.Where(need => need.Tenant == name).Sum(need => Filling.Seats(problem.Gpus, need.Name)
            .Sum(seat => seat.Gpu.Geometry?.FindProfile(seat.Profile) is { } profile ? (double)profile.ComputeSlices / seat.Gpu.Geometry.ComputeSlices : 1));
        return new TenantTerms(name, random.Next(2) == 0 ? null : used + random.Next(3), random.Next(2) == 0 ? 0 : Math.Round(used * random.NextDouble() * 0.5, 2));
    }).ToValueArray();

    private static PlanningProblem Gated(Random random, PlanningProblem problem)
    {
        PastChange[] past =
        [
            .. Enumerable.Range(0, random.Next(4)).Select(_ =>
            {
                WorkloadNeed need = problem.Workloads[random.Next(problem.Workloads.Count)];
                return new PastChange(problem.At - Duration.FromMinutes(random.Next(1, 1400)), problem.Gpus[random.Next(problem.Gpus.Count)].Uuid, DisruptionRung.Move, need.Name, need.Tenant);
            }).OrderBy(change => change.At),
        ];
        GateTerms gates = new()
        {
            DeepestRung = random.Next(3) == 0 ? DisruptionRung.IdleInstance : DisruptionRung.Move,
            MovesPerDay = random.Next(2, 20),
            MovesPerTenantPerDay = random.Next(1, 10),
            Windows = random.Next(3) == 0 ? [new WeeklyWindow([IsoDayOfWeek.Monday, IsoDayOfWeek.Saturday], new LocalTime(22, 0), new LocalTime(6, 0))] : [],
            Freezes = random.Next(6) == 0 ? [new Interval(problem.At - Duration.FromHours(1), problem.At + Duration.FromHours(1))] : [],
            TimeZone = "Europe/Berlin",
        };
        return problem with { Past = past.ToValueArray(), Terms = problem.Terms with { Gates = gates } };
    }
}
