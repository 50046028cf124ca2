using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Workloads;

namespace Optimizer.Planning.Transitions;

/// <summary>What no order could avoid, by going through the steps once more with the seconds they take.</summary>
internal static class TransitionNotes
{
    /// <summary>The notes, by workload.</summary>
    internal static ValueArray<PlanNote> Of(FleetChange change, StepOrder order, ValueArray<PlanStep> steps)
    {
        if (order.Interrupted.Count == 0 && order.Parked.Count == 0)
        {
            return [];
        }

        HashSet<Departure> gone = [];
        HashSet<Crew> concerned = [.. order.Interrupted.Select(departure => departure.Crew)];
        Dictionary<Crew, Dip> dips = concerned.ToDictionary(crew => crew, crew => new Dip(crew));
        Dictionary<Arrival, int> startsLeft = [];
        for (int index = 0; index < steps.Count; index++)
        {
            foreach (Dip dip in dips.Values)
            {
                dip.Pass(steps[index].ExpectedSeconds);
            }

            StepNode step = order.Order[index];
            if (step.Departure is { } departure && gone.Add(departure) && dips.TryGetValue(departure.Crew, out Dip? left))
            {
                left.Change(default(Supply) - departure.Supply);
            }
            else if (step.Arrival is { } arrival && dips.TryGetValue(arrival.Crew, out Dip? joined))
            {
                int starts = startsLeft.GetValueOrDefault(arrival, Math.Max(1, arrival.Starts.Count)) - 1;
                startsLeft[arrival] = starts;
                joined.Change(starts == 0 ? arrival.Supply : default);
            }
        }

        ILookup<Crew, Departure> interrupted = order.Interrupted.ToLookup(departure => departure.Crew);
        return dips.Values
            .Select(dip => dip.Note(interrupted[dip.Crew].Count()))
            .Concat(order.Parked.Select(parking => Note(change, parking)))
            .OrderBy(note => note.Subject, StringComparer.Ordinal)
            .ToValueArray();
    }

    private static PlanNote Note(FleetChange change, Parking parking) => new(
        parking.Crew.Need.Name,
        $"One replica of {parking.Crew.Need.Name} waits on {parking.Instance} of {change.Gpus[parking.Gpu].Uuid} while others change places: without that it would fall below its floor.");

    /// <summary>How far and how long one workload is below what it needs and what it is promised.</summary>
    private sealed class Dip(Crew crew)
    {
        private Supply _running = crew.Now;
        private Supply _least = crew.Now;
        private double _shortSeconds;
        private double _floorSeconds;

        internal Crew Crew { get; } = crew;

        internal void Pass(double seconds)
        {
            _shortSeconds += _running.Covers(Crew.Needed) ? 0 : seconds;
            _floorSeconds += _running.Covers(Crew.Floor) ? 0 : seconds;
        }

        internal void Change(Supply by)
        {
            _running += by;
            _least = Supply.Least(_least, _running);
        }

        internal PlanNote Note(int interruptions)
        {
            string name = Crew.Need.Name;
            string why = "the seats that change hands wait for each other and no free seat breaks the circle";
            string replicas = interruptions == 1 ? "one replica of it stops" : $"{interruptions} of its replicas stop";
            return Crew.Need.Qos == QosClass.Guaranteed && !_least.Covers(Crew.Floor)
                ? new PlanNote(name, $"{name} falls below its floor for {_floorSeconds:0.#} s, to {Text(_least)} of {Text(Crew.Floor)}: {replicas} before another is ready, because {why}.")
                : new PlanNote(name, $"{name} serves less than it needs for {_shortSeconds:0.#} s, at least {Text(_least)} of {Text(Crew.Needed)}: {replicas} before another is ready, because {why}.");
        }

        private static string Text(Supply supply) =>
            $"{Math.Max(0, supply.Rate):0.###} in rate and {supply.Replicas} {(supply.Replicas == 1 ? "replica" : "replicas")}";
    }
}
