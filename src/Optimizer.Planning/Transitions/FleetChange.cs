using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Everything that differs between the present state and the targets: the steps there must be, and what each waits for. No order yet.</summary>
internal sealed class FleetChange
{
    private readonly Dictionary<string, Crew> _crews;
    private readonly Dictionary<(int Gpu, PlacedInstance? Instance), StepNode> _stops = [];
    private readonly Dictionary<(int Gpu, PlacedInstance? Instance), StepNode> _starts = [];

    private FleetChange(PlanningProblem problem, ValueArray<GpuTarget> targets)
    {
        Gpus = [.. problem.Gpus.OrderBy(gpu => gpu.Node, StringComparer.Ordinal).ThenBy(gpu => gpu.Uuid)];
        Crews = [.. problem.Workloads.OrderBy(need => need.Name, StringComparer.Ordinal).Select((need, index) => new Crew(index, need))];
        _crews = Crews.ToDictionary(crew => crew.Need.Name, StringComparer.Ordinal);
        Targets = TargetsByPosition(targets);
    }

    /// <summary>GPUs by node, then UUID.</summary>
    internal GpuState[] Gpus { get; }

    /// <summary>Their targets in the same order; null where nothing may be done.</summary>
    internal GpuTarget?[] Targets { get; }

    /// <summary>Workloads by name.</summary>
    internal Crew[] Crews { get; }

    /// <summary>Steps by GPU, kind and start.</summary>
    internal List<StepNode> Steps { get; } = [];

    internal List<Departure> Departures { get; } = [];

    internal List<Arrival> Arrivals { get; } = [];

    /// <summary>Compares.</summary>
    /// <exception cref="ArgumentException">The targets break a rule; see <see cref="TargetCheck"/>.</exception>
    internal static FleetChange Between(PlanningProblem problem, ValueArray<GpuTarget> targets)
    {
        FleetChange change = new(problem, targets);
        change.FindReplicas();
        for (int gpu = 0; gpu < change.Gpus.Length; gpu++)
        {
            if (change.Targets[gpu] is { } target)
            {
                change.FindInstanceSteps(gpu, change.Gpus[gpu], target);
            }
        }

        change.KeepApart();
        change.StartTogether();
        change.FindBlockers();
        change.Number();
        return change;
    }

    private GpuTarget?[] TargetsByPosition(ValueArray<GpuTarget> targets)
    {
        Dictionary<string, int> positions = Enumerable.Range(0, Gpus.Length).ToDictionary(index => Gpus[index].Uuid.Value, StringComparer.Ordinal);
        GpuTarget?[] ordered = new GpuTarget?[Gpus.Length];
        foreach (GpuTarget target in targets)
        {
            if (!positions.TryGetValue(target.Gpu.Value, out int position))
            {
                throw new ArgumentException($"There is a target for {target.Gpu}, which the problem does not have.", nameof(targets));
            }

            if (ordered[position] is not null)
            {
                throw new ArgumentException($"There are two targets for {target.Gpu}; one is meant.", nameof(targets));
            }

            ordered[position] = target;
        }

        for (int position = 0; position < ordered.Length; position++)
        {
            if (Gpus[position].Usability == GpuUsability.Unusable)
            {
                ordered[position] = null;
                continue;
            }

            TargetCheck.Require(
                Gpus[position],
                ordered[position] ?? throw new ArgumentException($"There is no target for {Gpus[position].Uuid}; give the present state to leave it alone.", nameof(targets)));
        }

        return ordered;
    }

    private void FindReplicas()
    {
        List<Seat>[] present = [.. Crews.Select(_ => new List<Seat>())];
        List<Seat>[] target = [.. Crews.Select(_ => new List<Seat>())];
        for (int gpu = 0; gpu < Gpus.Length; gpu++)
        {
            if (Targets[gpu] is { } aim)
            {
                AddSeats(gpu, present, Gpus[gpu].WholeGpuWorkload, Gpus[gpu].Slices.Select(slice => new InstanceTarget(slice.Instance, slice.Workload, slice.Processes)));
                AddSeats(gpu, target, aim.WholeGpuWorkload, aim.Instances);
            }
        }

        foreach (Crew crew in Crews)
        {
            (List<Seat[]> kept, List<Seat[]> left, List<Seat[]> taken) = SeatPairs.Split(Gpus, crew.Need, present[crew.Index], target[crew.Index]);
            Supply keeps = kept.Aggregate(default(Supply), (sum, seats) => sum + SupplyOf(crew, seats));
            crew.Now = left.Aggregate(keeps, (sum, seats) => sum + SupplyOf(crew, seats));
            crew.Planned = taken.Aggregate(keeps, (sum, seats) => sum + SupplyOf(crew, seats));
            left.ForEach(seats => AddDeparture(crew, seats));
            taken.ForEach(seats => AddArrival(crew, seats));
        }
    }

    private void AddSeats(int gpu, List<Seat>[] seats, string? whole, IEnumerable<InstanceTarget> instances)
    {
        if (whole is not null)
        {
            seats[CrewOf(gpu, whole).Index].Add(new Seat(gpu, null, 1));
        }

        foreach (InstanceTarget instance in instances.OrderBy(instance => instance.Instance))
        {
            if (instance.Workload is { } workload)
            {
                seats[CrewOf(gpu, workload).Index].Add(new Seat(gpu, instance.Instance, instance.Processes));
            }
        }
    }

    private Crew CrewOf(int gpu, string workload) =>
        _crews.TryGetValue(workload, out Crew? crew)
            ? crew
            : throw TargetCheck.Wrong(Gpus[gpu], $"or its present state names {workload}, which is no workload of the problem; add it");

    private Supply SupplyOf(Crew crew, Seat[] seats) => new(Supply.RateOn(crew.Need, Gpus[seats[0].Gpu], seats[0].Instance?.Profile), 1);

    private void AddDeparture(Crew crew, Seat[] seats)
    {
        Departure departure = new(Departures.Count, crew, SupplyOf(crew, seats));
        foreach (Seat seat in seats)
        {
            TargetCheck.RequireMovable(Gpus[seat.Gpu], crew.Need);
            StepNode stop = Add(new StepNode(StepKind.Stop, seat.Gpu, seat.Instance) { Departure = departure });
            departure.Stops.Add(stop);
            _stops.Add((seat.Gpu, seat.Instance), stop);
        }

        Departures.Add(departure);
        crew.Departures.Add(departure);
    }

    private void AddArrival(Crew crew, Seat[] seats)
    {
        Arrival arrival = new(Arrivals.Count, crew, SupplyOf(crew, seats));
        foreach (Seat seat in seats)
        {
            StepNode start = Add(new StepNode(StepKind.Start, seat.Gpu, seat.Instance) { Arrival = arrival, Argument = Processes(crew.Need, Gpus[seat.Gpu], seat) });
            arrival.Starts.Add(start);
            _starts.Add((seat.Gpu, seat.Instance), start);
        }

        Arrivals.Add(arrival);
        crew.Arrivals.Add(arrival);
    }

    private static int Processes(WorkloadNeed need, GpuState gpu, Seat seat) => seat.Instance is not null
        ? seat.Processes
        : need.Options
            .Where(option => option.Profile == Model.Workloads.ProfileCapacity.WholeGpu && (option.GpuModel ?? gpu.Model) == gpu.Model)
            .OrderBy(option => option.GpuModel is null)
            .Select(option => option.Processes)
            .FirstOrDefault(1);

    private void FindInstanceSteps(int gpu, GpuState state, GpuTarget target)
    {
        PlacedInstance[] present = [.. state.Slices.Select(slice => slice.Instance)];
        LayoutDiff diff = LayoutDiff.Between(present, target.Instances.Select(instance => instance.Instance));
        List<StepNode> destroys = [];
        foreach (PlacedInstance instance in diff.Destroyed)
        {
            StepNode destroy = Add(new StepNode(StepKind.Destroy, gpu, instance));
            destroy.After(_stops.GetValueOrDefault((gpu, instance)));
            destroys.Add(destroy);
        }

        StepNode? mode = null;
        if (state.MigEnabled != target.MigEnabled)
        {
            mode = Add(new StepNode(StepKind.SetMode, gpu, null) { Argument = target.MigEnabled ? 1 : 0 });
            destroys.ForEach(mode.After);
            mode.After(_stops.GetValueOrDefault((gpu, null)));
        }

        foreach (PlacedInstance instance in diff.Created)
        {
            StepNode create = Add(new StepNode(StepKind.Create, gpu, instance));
            create.After(mode);
            destroys.Where(destroy => InTheWay(state, present, destroy.Instance!, instance)).ToList().ForEach(create.After);
            _starts.GetValueOrDefault((gpu, instance))?.After(create);
        }

        foreach (PlacedInstance instance in diff.Kept.Concat(diff.Created))
        {
            _starts.GetValueOrDefault((gpu, instance))?.After(_stops.GetValueOrDefault((gpu, instance)));
        }

        StepNode? whole = _starts.GetValueOrDefault((gpu, null));
        whole?.After(mode);
        whole?.After(_stops.GetValueOrDefault((gpu, null)));
    }

    /// <summary>True where the old instance must go before the new one fits: they overlap, or the GPU's limits do not allow the new one beside those it leaves standing.</summary>
    private static bool InTheWay(GpuState state, PlacedInstance[] present, PlacedInstance old, PlacedInstance created) =>
        old.Placement.Overlaps(created.Placement)
        || !Layout.TryCreate(state.Geometry!, present.Where(instance => !instance.Placement.Overlaps(created.Placement)).Append(created), out _, out _);

    private void KeepApart()
    {
        ILookup<int, StepNode> stops = Steps.Where(step => step.Kind == StepKind.Stop).ToLookup(step => step.Gpu);
        foreach (StepNode start in Steps.Where(step => step.Kind == StepKind.Start))
        {
            WorkloadNeed need = start.Arrival!.Crew.Need;
            foreach (StepNode stop in stops[start.Gpu])
            {
                WorkloadNeed other = stop.Departure!.Crew.Need;
                if (need.ApartFrom.Contains(other.Name) || other.ApartFrom.Contains(need.Name))
                {
                    start.After(stop);
                }
            }
        }
    }

    /// <summary>A job of several GPUs takes none of them before all are free.</summary>
    private void StartTogether()
    {
        foreach (Arrival arrival in Arrivals.Where(arrival => arrival.Starts.Count > 1))
        {
            StepNode[] waits = [.. arrival.Starts.SelectMany(start => start.Waits).Distinct()];
            foreach (StepNode start in arrival.Starts)
            {
                Array.ForEach(waits, start.After);
            }
        }
    }

    private void FindBlockers()
    {
        foreach (Arrival arrival in Arrivals)
        {
            Stack<StepNode> open = new(arrival.Starts);
            HashSet<StepNode> seen = [];
            while (open.TryPop(out StepNode? step))
            {
                if (!seen.Add(step))
                {
                    continue;
                }

                if (step.Departure is { } departure && !arrival.BlockedBy.Contains(departure))
                {
                    arrival.BlockedBy.Add(departure);
                    departure.Blocks.Add(arrival);
                }

                step.Waits.ForEach(open.Push);
            }

            arrival.BlockedBy.Sort((left, right) => left.Index.CompareTo(right.Index));
        }
    }

    private void Number()
    {
        Steps.Sort((left, right) =>
        {
            int order = left.Gpu.CompareTo(right.Gpu);
            order = order != 0 ? order : left.Kind.CompareTo(right.Kind);
            return order != 0 || left.Instance is null ? order : left.Instance.CompareTo(right.Instance);
        });
        for (int index = 0; index < Steps.Count; index++)
        {
            Steps[index].Index = index;
        }
    }

    private StepNode Add(StepNode step)
    {
        Steps.Add(step);
        return step;
    }
}
