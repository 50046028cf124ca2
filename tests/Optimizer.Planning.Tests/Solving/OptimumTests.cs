using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Tests.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Tests.Solving;

/// <summary>On problems small enough to look at every state, what is called the optimum is one.</summary>
public sealed class OptimumTests
{
    private static readonly AssignmentSolver Solver = new();

    [Theory]
    [InlineData(1, 3, 0)]
    [InlineData(2, 2, 1000)]
    public void Solve_OfATinyProblem_FindsTheBestOfEveryState(int gpus, int workloads, int first)
    {
        int proven = 0, count = gpus == 1 ? 80 : 5;
        List<string> wrong = [];
        for (int seed = first; seed < first + count; seed++)
        {
            PlanningProblem problem = Tiny(seed, gpus, workloads);
            foreach (SearchFreedom freedom in Freedoms)
            {
                CostModel costs = new(problem);
                Assignment? found = Solver.Solve(problem, costs, freedom);
                (long Objective, ValueArray<GpuTarget> Targets)? best = EveryState.Best(problem, freedom);
                if (found is null || best is null)
                {
                    if ((found is null) != (best is null))
                    {
                        wrong.Add($"{seed} {freedom.MaxMoves} {freedom.MayDestroyIdle}: found {found is not null}, best {best is not null}");
                    }

                    continue;
                }

                long objective = costs.Objective(found.Account).Micros;
                proven += found.Proof.Optimal ? 1 : 0;
                bool bounded = found.Proof.Bound is not { } bound || bound.Micros >= (best.Value.Objective / CostModel.ObjectiveScale) - 1;
                if (objective > best.Value.Objective || (found.Proof.Optimal && objective < best.Value.Objective) || !bounded)
                {
                    wrong.Add($"{seed} {freedom.MaxMoves} idle {freedom.MayDestroyIdle} toggle {freedom.MayToggleMig}: found {objective} best {best.Value.Objective} proof {found.Proof}\n  {Text(found.Targets)}\n  {Text(best.Value.Targets)}");
                }
            }
        }

        Assert.True(wrong.Count == 0, $"{wrong.Count}\n" + string.Join("\n", wrong.Take(12)));
        Assert.InRange(proven, count * Freedoms.Length * 9 / 10, count * Freedoms.Length);
    }

    private static readonly SearchFreedom[] Freedoms =
    [
        new() { MayToggleMig = true }, new() { MaxMoves = 0 }, new() { MaxMoves = 1 }, new() { MayDestroyIdle = false, MaxMoves = 0 },
    ];

    private static string Text(ValueArray<GpuTarget> targets) => string.Join(" | ", targets.Select(target => $"{(target.MigEnabled ? "" : "off " + target.WholeGpuWorkload)}{string.Join(" ", target.Instances.Select(one => $"{one.Instance}={one.Workload}"))}"));

    internal static PlanningProblem Tiny(int seed, int count, int workloads)
    {
        Random random = new(seed);
        MigGeometry geometry = Board.Geometry(Board.A30);
        string[] profiles = [.. new[] { "1g.6gb", "2g.12gb", "4g.24gb", "1g.6gb+me" }.Where(name => geometry.FindProfile(name) is not null)];
        WorkloadNeed[] needs =
        [
            .. Enumerable.Range(0, workloads).Select(index =>
            {
                double slice = 1 + random.NextDouble();
                SeatOption[] options =
                [
                    .. profiles.Where(_ => random.Next(2) == 0).DefaultIfEmpty("1g.6gb").Append(random.Next(3) == 0 ? ProfileCapacity.WholeGpu : "1g.6gb").Distinct()
                        .Order(StringComparer.Ordinal)
                        .Select(profile => new SeatOption { Profile = profile, Rate = Math.Round(slice * (profile == ProfileCapacity.WholeGpu ? 4 : geometry.FindProfile(profile)!.ComputeSlices) * (0.6 + (0.4 * random.NextDouble())), 2) }),
                ];
                double planning = random.Next(8) == 0 ? 0 : Math.Round(options.Max(option => option.Rate) * random.NextDouble() * 2, 2);
                return new WorkloadNeed
                {
                    Name = $"w{index}",
                    Tenant = random.Next(3) == 0 ? "t" : null,
                    Qos = (QosClass)random.Next(3),
                    PlanningRate = planning,
                    ExpectedRate = Math.Round(planning * random.NextDouble(), 2),
                    Options = options.ToValueArray(),
                    Replicas = new ReplicaRange(random.Next(3) == 0 ? 1 : 0, 1 + random.Next(4)),
                    Restart = Duration.FromSeconds(random.Next(3) == 0 ? 0 : random.Next(120)),
                    Move = random.Next(5) == 0 ? null : new MoveTerms(Duration.FromSeconds(30), null),
                    MaxPerGpu = random.Next(6) == 0 ? 2 : null,
                    ApartFrom = index > 0 && random.Next(6) == 0 ? ["w0"] : [],
                };
            }),
        ];
        GpuState[] gpus = [.. Enumerable.Range(1, count).Select(number => Fill(random, Some.Gpu(number, Board.A30) with { MemoryBytes = 24UL << 30, MigToggle = random.Next(2) == 0 }, needs))];
        return Some.Problem(gpus, needs) with { Tenants = random.Next(2) == 0 ? [new TenantTerms("t", random.Next(1, 5) * 0.5)] : [] };
    }

    private static GpuState Fill(Random random, GpuState gpu, WorkloadNeed[] needs)
    {
        if (random.Next(6) == 0)
        {
            string? whole = needs.FirstOrDefault(need => need.Options.Any(option => option.Profile == ProfileCapacity.WholeGpu))?.Name;
            return gpu with { MigEnabled = false, WholeGpuWorkload = random.Next(2) == 0 ? whole : null };
        }

        List<SliceState> slices = [];
        for (int draw = random.Next(8); draw > 0; draw--)
        {
            MigProfile profile = gpu.Geometry!.Profiles[random.Next(gpu.Geometry.Profiles.Count)];
            PlacedInstance instance = new(profile.Name, profile.Placements[random.Next(profile.Placements.Count)]);
            if (!Layout.TryCreate(gpu.Geometry, [.. slices.Select(slice => slice.Instance), instance], out _, out _))
            {
                continue;
            }

            WorkloadNeed? occupant = needs.Where(need => need.Options.Any(option => option.Profile == profile.Name) && slices.Count(slice => slice.Workload == need.Name) < (need.MaxPerGpu ?? 9)
                && !slices.Any(slice => slice.Workload is { } other && (need.ApartFrom.Contains(other) || needs.First(one => one.Name == other).ApartFrom.Contains(need.Name))))
                .OrderBy(_ => random.Next()).FirstOrDefault();
            bool taken = random.Next(3) != 0 && occupant is not null;
            slices.Add(new SliceState { Instance = instance, Workload = taken ? occupant!.Name : null, Processes = taken ? 1 : 0, Pinned = random.Next(8) == 0 });
        }

        return gpu.WithSlices([.. slices]) with { Usability = random.Next(12) == 0 ? GpuUsability.Draining : GpuUsability.Usable };
    }
}
