using NodaTime;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Planning.Tests.Checks;

namespace Optimizer.Planning.Tests.Explanations;

/// <summary>Small problems as operators have them, for the planner itself to answer.</summary>
internal static class RealPlans
{
    private const string Peak = "P95 of the peak of the next 60 min";

    internal static IReadOnlyList<string> Names { get; } = ["real-growth", "real-night", "real-too-small", "real-frozen", "real-defragmentation"];

    /// <summary>Floors no state of one GPU keeps together, though each could be kept alone and their slices would suffice.</summary>
    internal static PlanningProblem Infeasible => Some.Problem(
        [Gpu(1)],
        Chat(12) with { Replicas = new ReplicaRange(2, 6), FloorRate = 14 },
        Embed(4) with { Qos = QosClass.Guaranteed });

    internal static PlanningProblem Problem(string name) => name switch
    {
        // The evening peak is coming, and there is room beside what runs.
        "real-growth" => Some.Problem(
            [Gpu(1).WithSlices(Some.Slice("3g.40gb", 0, "chat-7b"), Some.Slice("1g.10gb", 4, "embed"), Some.Slice("1g.10gb", 5, "embed"))],
            Chat(6.2), Embed(12)) with { Generation = 41 },

        // Late in the evening one replica keeps a second GPU in use; the first has room for it.
        "real-night" => Night(Duration.FromHours(1), Duration.FromSeconds(20)),

        // Looking only a quarter of an hour ahead, emptying a GPU does not pay for restarts as slow as these, though all may move at once.
        "real-too-small" => Night(Duration.FromMinutes(15), Duration.FromSeconds(100)).WithGates(gates => gates with { MaxShareMoving = 1 }),

        // Demand outgrows capacity during a freeze.
        "real-frozen" => Problem("real-growth") with
        {
            Terms = new PolicyTerms { Gates = new GateTerms { TimeZone = "Europe/Berlin", Freezes = [new Interval(Some.Noon - Duration.FromHours(4), Some.Noon + Duration.FromHours(6))] } },
        },

        // Two small replicas sit so that nothing large fits anywhere, and nobody is short.
        "real-defragmentation" => Some.Problem(
            [Gpu(1).WithSlices(Some.Slice("1g.10gb", 1, "embed"), Some.Slice("1g.10gb", 5, "rerank"))],
            Embed(4) with { Replicas = new ReplicaRange(1, 1) },
            Embed(4) with { Name = "rerank", Replicas = new ReplicaRange(1, 1) }) with { Generation = 7 },
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "no such problem"),
    };

    private static PlanningProblem Night(Duration horizon, Duration restart) => Some.Problem(
        [
            Gpu(1).WithSlices(Some.Slice("1g.10gb", 4, "embed"), Some.Slice("1g.10gb", 5, "embed"), Some.Slice("1g.10gb", 6, "embed")),
            Gpu(2).WithSlices(Some.Slice("4g.40gb", 0, "chat-7b")),
            Gpu(3) with { MigEnabled = false, WholeGpuWorkload = "batch-train" },
        ],
        Chat(6.2), Embed(12) with { Restart = restart }, Train) with
    {
        Generation = 12,
        At = Instant.FromUtc(2026, 11, 23, 21, 30),
        Terms = new PolicyTerms
        {
            Horizon = horizon,
            Prices = new PriceTerms
            {
                Energy = new EnergyTariff
                {
                    TimeZone = "Europe/Berlin", PricePerKwh = 0.32, Periods = [new TariffPeriod([], new LocalTime(22, 0), new LocalTime(6, 0), 0.18)],
                },
            },
        },
    };

    private static GpuState Gpu(int number) => Some.Gpu(number) with { Node = "gpu-node-1" };

    private static WorkloadNeed Chat(double planning) => Some.Service("chat-7b", planning, ("2g.20gb", 4.4), ("3g.40gb", 7), ("4g.40gb", 7.6)) with
    {
        Tenant = "search", Qos = QosClass.Guaranteed, Replicas = new ReplicaRange(1, 6), FloorRate = 4, Basis = Peak, Restart = Duration.FromSeconds(65),
    };

    private static WorkloadNeed Embed(double planning) => Some.Service("embed", planning, ("1g.10gb", 5)) with
    {
        Replicas = new ReplicaRange(1, 8), Basis = Peak, Restart = Duration.FromSeconds(20),
    };

    private static WorkloadNeed Train => Some.Service("batch-train", 40, ("gpu", 40)) with
    {
        Kind = DeclaredKind.Training, Qos = QosClass.BestEffort, GpusPerReplica = 1, Replicas = new ReplicaRange(0, 1), Basis = "its queue", Move = null,
    };
}
