using Optimizer.Model.Mig;

namespace Optimizer.Planning.Transitions;

/// <summary>Takes the steps of a change one after the other: whatever hurts nobody first, and where nothing is left of that, the stop that costs least.</summary>
/// <remarks>Lives inside one call. Everything but a stop is taken as soon as it is legal: it can only help, because its place is nobody else's target.</remarks>
internal sealed partial class StepOrder
{
    private readonly FleetChange _change;
    private readonly List<Circle> _circles;
    private readonly Dictionary<Departure, Circle> _circleOf;
    private readonly List<int> _waits;
    private readonly int[] _startsLeft;
    private readonly List<bool> _gone;
    private readonly Supply[] _running;
    private readonly List<Departure>[] _staying;
    private readonly bool[] _released;
    private readonly SortedSet<int> _maySpare = [];
    private readonly PriorityQueue<StepNode, (int Class, int Index)> _ready = new();
    private readonly Dictionary<int, HashSet<PlacedInstance>> _live = [];
    private readonly Dictionary<int, List<StepNode>> _destroys = [];
    private readonly HashSet<StepNode> _taken = [];
    private int _expected;

    private StepOrder(FleetChange change, List<Circle> circles)
    {
        _change = change;
        _circles = circles;
        _circleOf = circles.SelectMany(circle => circle.Departures.Select(departure => (departure, circle))).ToDictionary(pair => pair.departure, pair => pair.circle);
        _waits = [.. change.Steps.Select(step => step.Waits.Count)];
        _startsLeft = [.. change.Arrivals.Select(arrival => arrival.Starts.Count)];
        _gone = [.. change.Departures.Select(_ => false)];
        _expected = change.Steps.Count;
        _running = [.. change.Crews.Select(crew => crew.Now)];
        _staying = [.. change.Crews.Select(crew => crew.Departures.ToList())];
        _released = new bool[change.Crews.Length];
        foreach (StepNode step in change.Steps)
        {
            if (step.Kind == StepKind.Destroy)
            {
                (CollectionOf(_destroys, step.Gpu) ?? (_destroys[step.Gpu] = [])).Add(step);
            }
        }
    }

    /// <summary>The steps in order.</summary>
    internal List<StepNode> Order { get; } = [];

    /// <summary>Replicas that are stopped while their workload has less than it needs, in order.</summary>
    internal List<Departure> Interrupted { get; } = [];

    /// <summary>Replicas that wait on a temporary seat.</summary>
    internal List<Parking> Parked { get; } = [];

    /// <summary>Orders a change.</summary>
    /// <param name="change">What is to be done.</param>
    /// <param name="circles">Replicas that wait for each other, by <see cref="Circle.All"/>.</param>
    internal static StepOrder Of(FleetChange change, List<Circle> circles)
    {
        StepOrder order = new(change, circles);
        foreach (StepNode step in change.Steps.Where(step => step.Kind != StepKind.Stop && step.Waits.Count == 0))
        {
            order.MakeReady(step);
        }

        for (int crew = 0; crew < change.Crews.Length; crew++)
        {
            order.Release(crew);
        }

        order.Run();
        order.ForgetTemporary();
        return order;
    }

    private void Run()
    {
        while (true)
        {
            if (_ready.TryDequeue(out StepNode? step, out _))
            {
                Take(step);
                continue;
            }

            if (Spared() is { } spared)
            {
                Leave(spared);
                continue;
            }

            if (NextBreak() is not { } broken)
            {
                break;
            }

            if (!TryPark(broken))
            {
                Leave(broken);
            }
        }

        if (Order.Count < _expected)
        {
            StepNode left = _change.Steps.First(step => !_taken.Contains(step));
            throw new InvalidOperationException($"No order takes the step {left.Kind} {left.Instance} on {_change.Gpus[left.Gpu].Uuid}; its GPU is in a state its geometry does not allow.");
        }
    }

    private void Take(StepNode step)
    {
        if (!_taken.Add(step))
        {
            return;
        }

        if (step.Departure is { } departure && !_gone[departure.Index])
        {
            _taken.Remove(step);
            Leave(departure);
            return;
        }

        Order.Add(step);
        switch (step.Kind)
        {
            case StepKind.Destroy:
                Live(step.Gpu).Remove(step.Instance!);
                break;
            case StepKind.Create:
                Live(step.Gpu).Add(step.Instance!);
                break;
            case StepKind.Start when --_startsLeft[step.Arrival!.Index] == 0:
                int crew = step.Arrival.Crew.Index;
                _running[crew] += step.Arrival.Supply;
                Release(crew);
                break;
            default:
                break;
        }

        foreach (StepNode next in step.Frees)
        {
            if (--_waits[next.Index] == 0)
            {
                MakeReady(next);
            }
        }
    }

    /// <summary>A replica goes, from all its GPUs at once.</summary>
    private void Leave(Departure departure)
    {
        int crew = departure.Crew.Index;
        Supply after = _running[crew] - departure.Supply;
        if (!after.Covers(departure.Crew.Needed))
        {
            Interrupted.Add(departure);
        }

        _gone[departure.Index] = true;
        _running[crew] = after;
        _staying[crew].Remove(departure);
        departure.Stops.ForEach(Take);
    }

    private void MakeReady(StepNode step)
    {
        if (step.Kind == StepKind.Create && !Fits(step))
        {
            // Slices are free but not the engines or counts: it waits for all that still has to go there.
            foreach (StepNode destroy in (CollectionOf(_destroys, step.Gpu) ?? []).Where(destroy => !_taken.Contains(destroy)))
            {
                step.After(destroy);
                _waits[step.Index]++;
                BlockFurther(step, destroy);
            }

            return;
        }

        _ready.Enqueue(step, (StepRungs.OrderClass(step, _change.Gpus[step.Gpu]), step.Index));
    }

    private static void BlockFurther(StepNode create, StepNode destroy)
    {
        foreach (Arrival arrival in create.Frees.Where(step => step.Arrival is not null).Select(step => step.Arrival!))
        {
            foreach (Departure departure in destroy.Waits.Where(step => step.Departure is not null).Select(step => step.Departure!))
            {
                if (!arrival.BlockedBy.Contains(departure))
                {
                    arrival.BlockedBy.Add(departure);
                    departure.Blocks.Add(arrival);
                }
            }
        }
    }

    private bool Fits(StepNode create) =>
        Layout.TryCreate(_change.Gpus[create.Gpu].Geometry!, Live(create.Gpu).Append(create.Instance!), out _, out _);

    private HashSet<PlacedInstance> Live(int gpu) =>
        CollectionOf(_live, gpu) ?? (_live[gpu] = [.. _change.Gpus[gpu].Slices.Select(slice => slice.Instance)]);

    private static T? CollectionOf<T>(Dictionary<int, T> collections, int gpu)
        where T : class => collections.GetValueOrDefault(gpu);

    /// <summary>Lets a workload's replicas go once it has what it needs without any of them.</summary>
    private void Release(int crew)
    {
        if (_released[crew] || _staying[crew].Count == 0)
        {
            return;
        }

        Supply left = _staying[crew].Aggregate(_running[crew], (sum, departure) => sum - departure.Supply);
        _released[crew] = left.Covers(_change.Crews[crew].Needed);
        if (!_released[crew])
        {
            _maySpare.Add(crew);
            return;
        }

        foreach (StepNode stop in _staying[crew].SelectMany(departure => departure.Stops))
        {
            _ready.Enqueue(stop, (StepRungs.OrderClass(stop, _change.Gpus[stop.Gpu]), stop.Index));
        }
    }
}
