using System.Collections.Immutable;
using NodaTime;
using Optimizer.Model.Workloads;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Jobs;
using Optimizer.Simulation.Services;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Scenarios;

/// <summary>The services of a scenario, what goes wrong with them, and its jobs.</summary>
internal sealed partial class ScenarioReader
{
    /// <summary>Job numbers of jobs that state none; workloads count from 1000.</summary>
    private const int FirstJob = 5000;

    private ImmutableArray<ServicePlan> Services(YamlSection root, ImmutableArray<WorkloadPlan> workloads)
    {
        List<ServicePlan> plans = [];
        foreach (YamlSection section in root.Sections("services"))
        {
            ServicePlan plan = Service(section);
            if (plans.Exists(other => other.Name == plan.Name) || workloads.Any(other => other.Name == plan.Name))
            {
                section.Report("name", $"a name of its own was expected; '{plan.Name}' is taken");
            }

            foreach (SeatPlan seat in plan.At)
            {
                bool taken = plans.Any(other => other.At.Contains(seat))
                    || plan.At.Count(other => other == seat) > 1
                    || workloads.Any(other => other.Gpu == seat.Gpu && other.Profile == seat.Profile && other.Start == seat.Start);
                if (taken)
                {
                    section.Report("at", "a seat of its own was expected for each replica");
                }
            }

            plans.Add(plan);
            section.Close();
        }

        return [.. plans];
    }

    private ServicePlan Service(YamlSection section)
    {
        DemandSeries demand = Demand(section, out double scale, out double offset);
        ImmutableArray<ProfileCapacity> capacity = Capacity(section);
        YamlSection? replicas = section.Section("replicas");
        int min = replicas?.Whole("min", 0, 1000, 1) ?? 1;
        int max = replicas?.Whole("max", Math.Max(1, min), 1000, Math.Max(1, min)) ?? Math.Max(1, min);
        replicas?.Close();
        return new ServicePlan
        {
            Name = section.Text("name"),
            Owner = section.Text("owner", "root"),
            Kind = Enum.Parse<DeclaredKind>(Known(section, "kind", "inference", "inference", "training", "batch", "interactive"), ignoreCase: true),
            Qos = QosClassWord.Read(section.Text("qos", "burstable", "guaranteed", "burstable", "best-effort")) ?? QosClass.Burstable,
            Shape = Shape(section),
            MemoryBytes = section.Bytes("memory"),
            Command = section.Text("command", "python3"),
            Capacity = capacity,
            Replicas = new ReplicaRange(min, max),
            RestartSeconds = section.Seconds("restart", 5),
            Move = Move(section),
            SloSeconds = section.Has("slo") ? section.Seconds("slo") : null,
            Health = section.Has("health") ? Health(section.Text("health")) : null,
            Single = section.Flag("single", false),
            Demand = demand,
            Scale = scale,
            OffsetSeconds = offset,
            At = Seats(section, capacity),
        };
    }

    private static string Known(YamlSection section, string key, string fallback, params string[] allowed) =>
        section.Text(key, fallback, allowed) is var found && allowed.Contains(found) ? found : fallback;

    private static MoveTerms? Move(YamlSection section)
    {
        if (section.Section("move") is not { } move)
        {
            return null;
        }

        MoveTerms terms = new(Duration.FromSeconds(move.Seconds("grace", 10)), move.Has("checkpoint") ? move.Text("checkpoint") : null);
        move.Close();
        return terms;
    }

    private static HealthProbe Health(string text) =>
        text.StartsWith("http", StringComparison.Ordinal) ? new HealthProbe.Http(text) : new HealthProbe.Command(text);

    private ImmutableArray<ProfileCapacity> Capacity(YamlSection section)
    {
        if (section.Section("capacity") is not { } capacity || capacity.Keys.Count == 0)
        {
            section.Report("capacity", "missing; requests per second by profile were expected, such as { 1g.10gb: 151 }");
            return [];
        }

        foreach (string profile in capacity.Keys.Where(profile => profile != ProfileCapacity.WholeGpu && !_gpus.Exists(gpu => gpu.Board.FindProfile(profile) is not null)))
        {
            capacity.Report(profile, $"a profile of a board of this node, or {ProfileCapacity.WholeGpu}, was expected");
        }

        return [.. capacity.Keys.Select(profile => new ProfileCapacity(profile, capacity.Number(profile, 1e-6, 1e9))).OrderBy(static known => known.Profile, StringComparer.Ordinal)];
    }

    private ImmutableArray<SeatPlan> Seats(YamlSection section, ImmutableArray<ProfileCapacity> capacity)
    {
        List<SeatPlan> seats = [];
        foreach (YamlSection at in section.Sections("at"))
        {
            int gpu = Gpu(at);
            InstancePlan? slot = at.Has("instance") && gpu < _gpus.Count ? Slot(at, _gpus[gpu], "instance") : null;
            if (gpu < _gpus.Count && !at.Has("instance") && _gpus[gpu].Mig)
            {
                at.Report("instance", "missing; an instance was expected, because the GPU is in MIG mode");
            }

            string profile = slot?.Profile.Name ?? ProfileCapacity.WholeGpu;
            if (!capacity.Any(known => known.Profile == profile))
            {
                at.Report("instance", $"a profile the service has a capacity for was expected, not {profile}");
            }

            seats.Add(new SeatPlan(gpu, slot?.Profile, slot?.Start ?? 0));
            at.Close();
        }

        return [.. seats];
    }

    private static ImmutableArray<ServiceFault> ServiceFaults(YamlSection root)
    {
        List<ServiceFault> faults = [];
        string[] kinds = [.. Enum.GetNames<ServiceFaultKind>().Select(InstanceText.Kebab)];
        foreach (YamlSection section in root.Sections("service-faults"))
        {
            string kind = section.Text("do", null, kinds);
            faults.Add(new ServiceFault((ServiceFaultKind)Math.Max(0, Array.IndexOf(kinds, kind)))
            {
                Service = section.Has("service") ? section.Text("service") : null,
                FromSeconds = section.Seconds("from", 0),
                UntilSeconds = section.Seconds("until", double.PositiveInfinity),
                Amount = section.Number("amount", 0, 1e6, 10),
                Times = section.Whole("times", 1, int.MaxValue, int.MaxValue),
            });
            section.Close();
        }

        return [.. faults];
    }

    private ImmutableArray<JobPlan> Jobs(YamlSection root)
    {
        List<JobPlan> plans = [];
        foreach (YamlSection section in root.Sections("jobs"))
        {
            string seat = section.Text("seat", ProfileCapacity.WholeGpu);
            BoardProfile? profile = seat == ProfileCapacity.WholeGpu ? null : _gpus.Select(gpu => gpu.Board.FindProfile(seat)).FirstOrDefault(static found => found is not null);
            if (seat != ProfileCapacity.WholeGpu && profile is null)
            {
                section.Report("seat", $"{ProfileCapacity.WholeGpu} or a profile of a board of this node was expected, not '{seat}'");
            }

            plans.Add(new JobPlan
            {
                Name = section.Text("name"),
                Owner = section.Text("owner", "root"),
                Job = section.Whole("job", 1, int.MaxValue, FirstJob + plans.Count),
                Gpu = section.Has("gpu") ? Gpu(section) : null,
                Profile = profile,
                MemoryBytes = section.Bytes("memory"),
                Shape = Shape(section),
                Command = section.Text("command", "python3"),
                ArrivesAt = section.Seconds("arrives", 0),
                DurationSeconds = section.Seconds("duration"),
                Load = section.Number("load", 0, 1, 0.95),
            });
            section.Close();
        }

        return [.. plans];
    }
}
