using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
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
    private readonly Dictionary<int, string[]> _wanted = [];
    private readonly Dictionary<GpuState, int> _kindOfGpu = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<KindKey, int> _kinds = [];
    private readonly GpuChoices _choices;

    private FleetModelBuilder(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        _problem = problem;
        _costs = costs;
        _freedom = freedom;
        _workloadIndex = Enumerable.Range(0, problem.Workloads.Count).ToDictionary(index => problem.Workloads[index].Name, StringComparer.Ordinal);
        _choices = new GpuChoices(problem, costs, freedom, _workloadIndex, Wanted, ClassOf);
    }

    /// <summary>With every GPU state told apart.</summary>
    internal static FleetModel Exact(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        FleetModelBuilder builder = new(problem, costs, freedom);
        SeatTable seats = builder.Seats();
        return builder.Build(seats, [.. builder.GroupByState().Select(gpus => new GpuGroup(gpus, builder._choices.Of(gpus[0])))]);
    }

    /// <summary>With GPUs grouped by what must stay on them; <see cref="Keeping"/> groups them again by what is to stay.</summary>
    internal static (FleetModel Model, FleetModelBuilder Builder) Blank(PlanningProblem problem, ICostModel costs, SearchFreedom freedom)
    {
        FleetModelBuilder builder = new(problem, costs, freedom);
        SeatTable seats = builder.Seats();
        return (builder.Build(seats, builder.Coarse().Of((_, slice) => builder._choices.MustKeep(slice), index => builder._choices.HasFixedSeat(problem.Gpus[index]) ? null : 0)), builder);
    }

    /// <summary>The same with other groups.</summary>
    /// <param name="model">From <see cref="Blank"/>.</param>
    /// <param name="kept">Whether a present instance is to stay.</param>
    /// <param name="emptying">What emptying a GPU costs; null: it may not be emptied.</param>
    internal FleetModel Keeping(FleetModel model, Func<int, SliceState, bool> kept, Func<int, long?> emptying) => model with
    {
        Groups = Coarse().Of((index, slice) => _choices.MustKeep(slice) || kept(index, slice), index => _choices.HasFixedSeat(_problem.Gpus[index]) ? null : emptying(index)),
    };

    private CoarseGroups Coarse() => new(_problem, _choices, Wanted, ClassOf, gpu => KindOf(gpu));

    private SeatTable Seats() => new(_problem, _freedom, _workloadIndex, ClassOf);

    private FleetModel Build(SeatTable seats, GpuGroup[] groups)
    {
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
            Names = _workloadIndex,
            LoadCost = [.. _classes.Select(LoadCost)],
            ChangeCost = [.. _classes.Select(seatClass => seatClass.Profile == ProfileCapacity.WholeGpu ? 0 : -_costs.Objective(_costs.InstanceChange(seatClass.Sample)).Micros)],
        };
    }

    private double LoadCost(SeatClass seatClass)
    {
        PowerCurve power = seatClass.Sample.Power;
        double watts = (power.MaxWatts - power.IdleWatts) * (GpuShare.Of(seatClass.Sample, seatClass.Profile) ?? 0);
        Account drawn = _costs.ActiveGpu(seatClass.Sample with { Power = new PowerCurve(watts, watts) });
        return -_costs.Objective(new Account { Energy = drawn.Energy, Carbon = drawn.Carbon }).Micros;
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
            StartCosts = options.ToDictionary(
                option => option.Key,
                option => -_costs.Objective(_costs.Start(need, option.Value)).Micros / Math.Max(1, need.GpusPerReplica)),
        };
    }

    private IEnumerable<int[]> GroupByState()
    {
        // Whole-GPU seats are told apart by island, and limits per GPU need each GPU by itself.
        bool whole = _problem.Gpus.Any(gpu => Wanted(gpu).Contains(ProfileCapacity.WholeGpu)) || _problem.Gpus.Any(gpu => !gpu.MigEnabled);
        bool apart = _problem.Workloads.Any(need => need.MaxPerGpu is not null || !need.ApartFrom.IsEmpty);
        return Enumerable.Range(0, _problem.Gpus.Count)
            .GroupBy(index => (apart ? index : -1, StateOf(_problem.Gpus[index], whole)))
            .Select(group => group.ToArray());
    }

    private (int, string, bool, bool, GpuUsability, string?, bool, Model.Collections.ValueArray<SliceState>) StateOf(GpuState gpu, bool placed) =>
        (KindOf(gpu), placed ? IslandOf(gpu) : string.Empty, gpu.MigEnabled, gpu.MigToggle, gpu.Usability, gpu.WholeGpuWorkload, gpu.WholeGpuPinned, gpu.Slices);

    /// <summary>Node and NVLink island. GPUs without one are far from each other: a job of several GPUs cannot have two of them.</summary>
    private string IslandOf(GpuState gpu) => gpu.NvLinkIsland is int island
        ? $"{gpu.Node} {island}"
        : _problem.Workloads.Any(need => need.GpusPerReplica > 1) ? $"{gpu.Node} {gpu.Uuid}" : gpu.Node;

    /// <summary>A number for GPUs that are alike as hosts. Comparing geometries is slow, so each GPU is compared once.</summary>
    private int KindOf(GpuState gpu)
    {
        if (_kindOfGpu.TryGetValue(gpu, out int kind))
        {
            return kind;
        }

        KindKey key = KindKey.Of(gpu);
        if (!_kinds.TryGetValue(key, out kind))
        {
            kind = _kinds.Count;
            _kinds.Add(key, kind);
        }

        _kindOfGpu.Add(gpu, kind);
        return kind;
    }

    /// <summary>Profiles somebody may sit on, on GPUs of this kind; ordinal order.</summary>
    private string[] Wanted(GpuState gpu)
    {
        int kind = KindOf(gpu);
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
        ClassKey key = new(KindOf(gpu), profile, onlyWorkload, whole ? IslandOf(gpu) : string.Empty);
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

    private sealed record ClassKey(int Kind, string Profile, int OnlyWorkload, string Island);

    private sealed record KindKey(string Model, MigGeometry? Geometry, ulong MemoryBytes, Version? ComputeCapability, Version? Cuda, PowerCurve Power)
    {
        internal static KindKey Of(GpuState gpu) => new(gpu.Model, gpu.Geometry, gpu.MemoryBytes, gpu.ComputeCapability, gpu.Cuda, gpu.Power);
    }
}
