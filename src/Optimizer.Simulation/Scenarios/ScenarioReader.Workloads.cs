using System.Collections.Immutable;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Physics;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Scenarios;

/// <summary>The workloads of a scenario.</summary>
internal sealed partial class ScenarioReader
{
    private ImmutableArray<WorkloadPlan> Workloads(YamlSection root)
    {
        List<WorkloadPlan> plans = [];
        foreach (YamlSection section in root.Sections("workloads"))
        {
            WorkloadPlan plan = Workload(section, plans.Count);
            if (plans.Exists(other => other.Name == plan.Name))
            {
                section.Report("name", $"a name of its own was expected; '{plan.Name}' is taken");
            }

            plans.Add(plan);
            section.Close();
        }

        return [.. plans];
    }

    private WorkloadPlan Workload(YamlSection section, int ordinal)
    {
        int gpu = Gpu(section);
        InstancePlan? slot = section.Has("at") && gpu < _gpus.Count ? Slot(section, _gpus[gpu]) : null;
        ulong memory = section.Bytes("memory");
        ulong room = gpu < _gpus.Count ? (ulong)(slot?.Profile.MemoryMib ?? _gpus[gpu].Board.MemoryMib) << 20 : ulong.MaxValue;
        if (memory > room)
        {
            section.Report("memory", $"at most {room >> 20}MiB was expected, the memory of its place");
        }

        string name = section.Text("name");
        DemandSeries demand = Demand(section, out double scale, out double offset);
        return new WorkloadPlan
        {
            Name = name,
            Kind = section.Text("kind", "systemd", "systemd", "slurm", "container", "pod"),
            Owner = section.Text("owner", "root"),
            Gpu = gpu,
            Profile = slot?.Profile,
            Start = slot?.Start ?? 0,
            ComputeIndex = section.Whole("compute", 0, 7, 0),
            MemoryBytes = memory,
            Shape = Shape(section),
            Demand = demand,
            Scale = scale,
            OffsetSeconds = offset,
            Capacity = section.Number("capacity", 1e-6, 1e9, 1),
            RestartSeconds = section.Seconds("restart", 5),
            Command = section.Text("command", "python3"),
            Job = section.Whole("job", 1, int.MaxValue, 1000 + ordinal),
        };
    }

    private static InstancePlan? Slot(YamlSection section, GpuPlan gpu, string key = "at")
    {
        string text = section.Text(key);
        InstancePlan? slot = InstanceText.Parse(text, gpu.Board, out string? problem);
        if (slot is null)
        {
            section.Report(key, problem!);
        }
        else if (!gpu.Instances.Any(instance => instance.Profile == slot.Profile && instance.Start == slot.Start))
        {
            section.Report(key, $"one of the GPU's instances was expected, not '{text}'");
        }

        return slot;
    }

    private static WorkloadShape Shape(YamlSection section)
    {
        string name = section.Text("shape", "vision", [.. WorkloadShape.All.Select(shape => shape.Name)]);
        return WorkloadShape.Find(name) ?? WorkloadShape.All[0];
    }

    private static DemandSeries Demand(YamlSection section, out double scale, out double offset)
    {
        (scale, offset) = (1, 0);
        if (section.Section("demand") is not { } demand)
        {
            section.Report("demand", "missing; a trace with a column, or a constant, was expected");
            return DemandSeries.Constant(0);
        }

        scale = demand.Number("scale", 0, 1e9, 1);
        offset = demand.Seconds("offset", 0);
        DemandSeries? series = demand.Has("constant") ? DemandSeries.Constant(demand.Number("constant", 0, 1e9)) : Trace(demand);
        demand.Close();
        return series ?? DemandSeries.Constant(0);
    }

    private static DemandSeries? Trace(YamlSection demand)
    {
        string trace = demand.Text("trace", null, [.. TraceCatalogue.Names]);
        string column = demand.Text("column");
        DemandSeries? series = TraceCatalogue.Find(trace, column, out IReadOnlyList<string> columns);
        if (series is null)
        {
            demand.Report("column", $"one of {string.Join(", ", columns)} was expected, not '{column}'");
        }

        return series;
    }
}
