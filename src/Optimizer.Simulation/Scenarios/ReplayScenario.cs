using Optimizer.Model.Workloads;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Physics;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Scenarios;

/// <summary>Makes a scenario of a replay's parts.</summary>
internal static class ReplayScenario
{
    private const int MostGpus = 32;

    public static Scenario Of(ReplayParts parts)
    {
        SimulatedBoard board = BoardCatalogue.Find(parts.Gpu)
            ?? throw new ScenarioException($"The replay {parts.Name} wants GPUs of the kind '{parts.Gpu}'; one of {string.Join(", ", BoardCatalogue.All.Select(static known => known.Key))} was expected.");
        if (parts.Gpus is < 1 or > MostGpus)
        {
            throw new ScenarioException($"The replay {parts.Name} has {parts.Gpus} GPUs; 1 to {MostGpus} were expected.");
        }

        if (!(parts.StepSeconds > 0) || parts.SampleSeconds < 1)
        {
            throw new ScenarioException($"The replay {parts.Name} has windows of {parts.StepSeconds} s sampled every {parts.SampleSeconds} s; both must be above 0.");
        }

        if (parts.Services.GroupBy(static service => service.Name, StringComparer.Ordinal).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new ScenarioException($"The replay {parts.Name} has two services named {twice.Key}.");
        }

        DriverPlan plan = new([.. Enumerable.Repeat(new GpuPlan(board, parts.Mig, []), parts.Gpus)])
        {
            Name = parts.Name,
            Services = [.. parts.Services.Select(service => Service(parts, board, service))],
            PublishedLatencies = true,
            StepSeconds = parts.SampleSeconds,
        };
        return new Scenario(parts.Name, $"{parts.Gpus} {board.Title}, {parts.Services.Length} services replayed", plan);
    }

    private static ServicePlan Service(ReplayParts parts, SimulatedBoard board, ReplayService service)
    {
        ProfileCapacity[] usable = [.. service.Capacity.Where(known => parts.Mig ? board.FindProfile(known.Profile) is not null : known.Profile == ProfileCapacity.WholeGpu)];
        if (usable.Length == 0 || service.Rates.IsDefaultOrEmpty || service.Rates.Any(static rate => !(rate >= 0) || double.IsInfinity(rate)))
        {
            throw new ScenarioException($"{service.Name} of the replay {parts.Name} needs a capacity on a profile of {board.Key}, and rates of 0 or more.");
        }

        int smallestMib = usable.Min(known => board.FindProfile(known.Profile)?.MemoryMib ?? board.MemoryMib);
        return new ServicePlan
        {
            Name = service.Name,
            Owner = service.Model ?? service.Name,
            Qos = service.Qos,
            Shape = WorkloadShape.Find(service.Model is { } model && char.IsDigit(model[0]) ? "llm" : "vision")!,
            MemoryBytes = service.MemoryBytes ?? ((ulong)smallestMib << 20) / 4 * 3,
            Capacity = [.. usable],
            Replicas = service.Replicas ?? Range(parts, board, service, usable),
            RestartSeconds = service.Restart.TotalSeconds,
            Move = new MoveTerms(service.Grace, null),
            SloSeconds = service.SloLatency?.TotalSeconds,
            Demand = new DemandSeries(parts.StepSeconds, [.. service.Rates], parts.HoldsWindows),
        };
    }

    private static ReplicaRange Range(ReplayParts parts, SimulatedBoard board, ReplayService service, ProfileCapacity[] usable)
    {
        ProfileCapacity smallest = usable.MinBy(static known => known.RequestsPerSecond);
        int room = parts.Gpus * (board.FindProfile(smallest.Profile)?.MaxInstances ?? 1);
        double needed = Math.Ceiling(service.Rates.Max() / smallest.RequestsPerSecond) + 1;
        int min = service.Qos == QosClass.Guaranteed ? 1 : 0;
        return new ReplicaRange(min, (int)Math.Clamp(needed, 1, room));
    }
}
