using NodaTime;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;
using Optimizer.Simulation.Boards;

namespace Optimizer.Benchmarks.Planning;

/// <summary>Made-up fleets of services: demand, speeds and smallest slices drawn from a seed, nodes of eight GPUs.</summary>
internal sealed class FleetProblem
{
    private static readonly (string Key, double Speed)[] Models = [("h100-80gb-sxm", 1), ("a100-80gb", 0.6), ("h200-141gb-sxm", 1.2)];

    private readonly int _seed;
    private readonly int _workloads;
    private readonly double _load;
    private readonly (string Key, double Speed, MigGeometry Geometry)[] _models;
    private readonly ValueArray<GpuState> _empty;

    /// <summary>Draws one.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="gpus">GPUs, from 1.</param>
    /// <param name="models">GPU models, 1 to 3, in equal parts.</param>
    /// <param name="workloads">Workloads, from 1.</param>
    /// <param name="load">Demand in GPUs' worth over the GPUs there are.</param>
    internal FleetProblem(int seed, int gpus, int models, int workloads, double load)
    {
        _seed = seed;
        _workloads = workloads;
        _load = load * gpus;
        _models = [.. Models.Take(models).Select(model => (model.Key, model.Speed, Geometry(model.Key)))];
        _empty = Enumerable.Range(0, gpus).Select(index =>
        {
            (string key, double _, MigGeometry geometry) = _models[index * models / gpus];
            return new GpuState
            {
                Uuid = new GpuUuid($"GPU-{index:x8}"),
                Node = gpus > 8 ? $"node-{index / 8:d4}" : string.Empty,
                Model = key,
                Geometry = geometry,
                MigEnabled = true,
                MigToggle = true,
                MemoryBytes = 80UL << 30,
                NvLinkIsland = 0,
            };
        }).ToValueArray();
    }

    /// <summary>Nobody runs yet.</summary>
    internal PlanningProblem FromEmpty() => Problem(_empty, 0);

    /// <summary>Everybody runs as a state says; demand is the same.</summary>
    internal PlanningProblem Running(ValueArray<GpuTarget> state) => Problem(Filled(state), 0);

    /// <summary>Everybody runs as a state says, and each demand has since changed by up to a quarter up or down.</summary>
    internal PlanningProblem Changed(ValueArray<GpuTarget> state) => Problem(Filled(state), 0.5);

    private ValueArray<GpuState> Filled(ValueArray<GpuTarget> state) => _empty.Select((gpu, index) => gpu with
    {
        Slices = state[index].Instances.Select(target => new SliceState { Instance = target.Instance, Workload = target.Workload, Processes = target.Processes }).ToValueArray(),
    }).ToValueArray();

    private PlanningProblem Problem(ValueArray<GpuState> gpus, double change) => new()
    {
        At = Instant.FromUtc(2026, 11, 23, 12, 0),
        Gpus = gpus,
        Workloads = Enumerable.Range(0, _workloads).Select(index => Need(index, change)).ToValueArray(),
        Terms = new PolicyTerms(),
    };

    private WorkloadNeed Need(int index, double change)
    {
        Random random = new((_seed * 7919) + index);
        double share = _load / _workloads * (0.3 + (1.4 * random.NextDouble()));
        double bend = 0.75 + (0.3 * random.NextDouble());
        double unit = 10 * (0.5 + random.NextDouble());

        // Some need memory or speed that only larger slices have; most gain nothing from more than a part of a GPU.
        int least = random.Next(10) switch { < 8 => 1, < 9 => 2, _ => 3 };
        int most = Math.Max(least, random.Next(10) switch { < 8 => 1, < 9 => 2, _ => 7 });
        double rate = share * unit * Math.Pow(7, bend) * (1 + (change * (new Random((_seed * 104_729) + index).NextDouble() - 0.5)));
        return new WorkloadNeed
        {
            Name = $"w-{index:d5}",
            Qos = (QosClass)(index % 3),
            PlanningRate = rate,
            ExpectedRate = rate * 0.6,
            Options = _models.SelectMany(model => Options(model, least, most, unit, bend))
                .OrderBy(option => option.Profile, StringComparer.Ordinal).ThenBy(option => option.GpuModel, StringComparer.Ordinal).ToValueArray(),
            Replicas = new ReplicaRange(1, 50),
            Move = new MoveTerms(Duration.FromSeconds(30), null),
        };
    }

    private static IEnumerable<SeatOption> Options((string Key, double Speed, MigGeometry Geometry) model, int least, int most, double unit, double bend) => model.Geometry.Profiles
        .Where(profile => profile.ComputeSlices >= least && profile.ComputeSlices <= most && !profile.Name.Contains('+', StringComparison.Ordinal) && (profile.ComputeSlices > 1 || profile.MemorySlices == 1))
        .Select(profile => new SeatOption { Profile = profile.Name, GpuModel = model.Key, Rate = unit * Math.Pow(profile.ComputeSlices, bend) * model.Speed });

    private static MigGeometry Geometry(string key) => BoardCatalogue.Find(key) is SimulatedBoard board && BoardGeometry.TryCreate(board, out MigGeometry? geometry, out string? problem)
        ? geometry
        : throw new InvalidOperationException($"No geometry for {key}.");
}
