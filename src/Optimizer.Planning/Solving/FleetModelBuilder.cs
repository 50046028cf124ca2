using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Costs;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>Turns a problem into the search's terms.</summary>
internal sealed class FleetModelBuilder
{
    private readonly PlanningProblem _problem;
    private readonly ICostModel _costs;
    private readonly SearchFreedom _freedom;
    private readonly Dictionary<string, int> _workloadIndex;
    private readonly Dictionary<ClassKey, int> _classIndex = [];
    private readonly List<SeatClass> _classes = [];
    private readonly Dictionary<KindKey, string[]> _wanted = [];

    private FleetModelBuilder(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        _problem = problem;
        _costs = costs;
        _freedom = freedom;
        _workloadIndex = Enumerable.Range(0, problem.Workloads.Count).ToDictionary(index => problem.Workloads[index].Name, StringComparer.Ordinal);
    }

    /// <summary>Builds it.</summary>
    internal static FleetModel Build(PlanningProblem problem, ICostModel costs, SearchFreedom freedom) => new FleetModelBuilder(problem, costs, freedom).Build();

    private FleetModel Build()
    {
        SeatTable seats = new(_problem, _freedom, _workloadIndex, ClassOf);
        GpuChoices choices = new(_problem, _costs, _freedom, _workloadIndex, Wanted, ClassOf);
        GpuGroup[] groups = [.. GroupByState().Select(gpus => new GpuGroup(gpus, choices.Of(gpus[0])))];
        SeatedWorkload[] workloads = new SeatedWorkload[_problem.Workloads.Count];
        for (int index = 0; index < workloads.Length; index++)
        {
            workloads[index] = Workload(index, seats);
        }

        return new FleetModel
        {
            Problem = _problem,
            Costs = _costs,
            Freedom = _freedom,
            Classes = [.. _classes],
            Groups = groups,
            Workloads = workloads,
            ChangeCost = [.. _classes.Select(seatClass => seatClass.Profile == ProfileCapacity.WholeGpu ? 0 : -_costs.Objective(_costs.InstanceChange(seatClass.Sample)).Micros)],
        };
    }

    private SeatedWorkload Workload(int index, SeatTable seats)
    {
        WorkloadNeed need = _problem.Workloads[index];
        SortedDictionary<int, SeatOption> options = [];
        foreach (SeatClass seatClass in _classes)
        {
            if ((seatClass.OnlyWorkload < 0 || seatClass.OnlyWorkload == index) && SeatRules.OptionOn(need, seatClass.Sample, seatClass.Profile) is SeatOption option)
            {
                options.Add(seatClass.Index, option);
            }
        }

        Dictionary<int, int> present = seats.Present(index);
        return new SeatedWorkload
        {
            Index = index,
            Need = need,
            Options = options,
            Present = present,
            Fixed = seats.Fixed(index),
            MoveCost = present.Keys.ToDictionary(
                seatClass => seatClass,
                seatClass => -_costs.Objective(_costs.Move(need, options.GetValueOrDefault(seatClass))).Micros / Math.Max(1, need.GpusPerReplica)),
        };
    }

    private IEnumerable<int[]> GroupByState()
    {
        // Whole-GPU seats are told apart by island, and limits per GPU need each GPU by itself.
        bool apart = _problem.Workloads.Any(need => need.MaxPerGpu is not null || !need.ApartFrom.IsEmpty);
        return Enumerable.Range(0, _problem.Gpus.Count)
            .GroupBy(index => (apart ? index : -1, StateOf(_problem.Gpus[index])))
            .Select(group => group.ToArray());
    }

    private static (KindKey, string, int?, bool, bool, GpuUsability, string?, bool, Model.Collections.ValueArray<SliceState>) StateOf(GpuState gpu) =>
        (KindKey.Of(gpu), gpu.Node, gpu.NvLinkIsland, gpu.MigEnabled, gpu.MigToggle, gpu.Usability, gpu.WholeGpuWorkload, gpu.WholeGpuPinned, gpu.Slices);

    /// <summary>Profiles somebody may sit on, on GPUs of this kind; ordinal order.</summary>
    private string[] Wanted(GpuState gpu)
    {
        KindKey kind = KindKey.Of(gpu);
        if (_wanted.TryGetValue(kind, out string[]? wanted))
        {
            return wanted;
        }

        wanted =
        [
            .. (gpu.Geometry?.Profiles.Select(profile => profile.Name) ?? []).Append(ProfileCapacity.WholeGpu)
                .Where(profile => _problem.Workloads.Any(need => SeatRules.OptionOn(need, gpu, profile) is not null))
                .Order(StringComparer.Ordinal),
        ];
        _wanted.Add(kind, wanted);
        return wanted;
    }

    private int ClassOf(GpuState gpu, string profile, int onlyWorkload)
    {
        bool whole = profile == ProfileCapacity.WholeGpu;
        ClassKey key = new(KindKey.Of(gpu), profile, onlyWorkload, whole ? gpu.Node : string.Empty, whole ? gpu.NvLinkIsland : null);
        if (!_classIndex.TryGetValue(key, out int index))
        {
            index = _classes.Count;
            _classIndex.Add(key, index);
            _classes.Add(new SeatClass(index, gpu, profile, ShareOf(gpu, profile), onlyWorkload));
        }

        return index;
    }

    private static double ShareOf(GpuState gpu, string profile)
    {
        MigProfile? mig = gpu.Geometry?.FindProfile(profile);
        return mig is null ? 1 : Math.Max((double)mig.ComputeSlices / gpu.Geometry!.ComputeSlices, (double)mig.MemorySlices / gpu.Geometry.MemorySlices);
    }

    private sealed record ClassKey(KindKey Kind, string Profile, int OnlyWorkload, string Node, int? Island);

    private sealed record KindKey(string Model, MigGeometry? Geometry, ulong MemoryBytes, Version? ComputeCapability, Version? Cuda, PowerCurve Power)
    {
        internal static KindKey Of(GpuState gpu) => new(gpu.Model, gpu.Geometry, gpu.MemoryBytes, gpu.ComputeCapability, gpu.Cuda, gpu.Power);
    }
}
