namespace Optimizer.Planning.Transitions;

/// <summary>Temporary seats, for what would otherwise fall below a promised floor.</summary>
internal sealed partial class StepOrder
{
    /// <summary>Most temporary seats looked for in one plan: each is one more move than the targets need. Doubled, a day's budget of moves may go into detours.</summary>
    private const int MaxParkings = 16;

    private readonly HashSet<Circle> _parkedIn = [];
    private readonly HashSet<StepNode> _temporary = [];

    /// <summary>Gives a replica's workload a temporary seat when stopping it would break a floor; once per circle.</summary>
    /// <returns>False when nothing was done: the floor holds, or no such seat is there.</returns>
    private bool TryPark(Departure broken)
    {
        Crew crew = broken.Crew;
        if (crew.CostOfLosing(_running[crew.Index], broken.Supply).Floors == 0
            || _parkedIn.Count >= MaxParkings
            || !_circleOf.TryGetValue(broken, out Circle? circle)
            || !_parkedIn.Add(circle)
            || ParkingSearch.Find(_change, crew, _running[crew.Index], broken.Supply, gpu => Live(gpu)) is not { } parking)
        {
            return false;
        }

        Parked.Add(parking);
        Arrival arrival = new(-1, crew, parking.Supply) { Moved = true };
        Departure departure = new(_gone.Count, crew, parking.Supply) { Moved = true };
        StepNode create = new(StepKind.Create, parking.Gpu, parking.Instance);
        StepNode start = new(StepKind.Start, parking.Gpu, parking.Instance) { Arrival = arrival, Argument = parking.Processes };
        StepNode stop = new(StepKind.Stop, parking.Gpu, parking.Instance) { Departure = departure };
        StepNode destroy = new(StepKind.Destroy, parking.Gpu, parking.Instance);
        departure.Stops.Add(stop);
        _gone.Add(false);
        if (parking.IsCreated)
        {
            start.After(create);
            destroy.After(stop);
            Order.Add(create);
            Live(parking.Gpu).Add(parking.Instance);
        }

        Order.Add(start);
        AddLater(stop);
        if (parking.IsCreated)
        {
            AddLater(destroy);
            (CollectionOf(_destroys, parking.Gpu) ?? (_destroys[parking.Gpu] = [])).Add(destroy);
            _temporary.Add(destroy);
        }

        _expected += parking.IsCreated ? 4 : 2;
        _staying[crew.Index].Add(departure);
        _running[crew.Index] += parking.Supply;
        Release(crew.Index);
        return true;
    }

    /// <summary>Temporary seats belong to one order; another one over the same change may do without them.</summary>
    private void ForgetTemporary()
    {
        if (_temporary.Count > 0)
        {
            _change.Steps.ForEach(step => step.Waits.RemoveAll(_temporary.Contains));
        }
    }

    private void AddLater(StepNode step)
    {
        step.Index = _waits.Count;
        _waits.Add(step.Waits.Count);
    }
}
