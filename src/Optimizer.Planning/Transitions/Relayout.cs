using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Transitions;

/// <summary>Places the instances of one GPU anew beside a wanted one: the same profiles with the same occupants, as few of them elsewhere as possible.</summary>
/// <remarks>Goes through all ways, bounded by the moves: a GPU has a dozen instances and as many places for each at most.</remarks>
internal sealed class Relayout(MigGeometry geometry, SliceState[] slices, Func<SliceState, bool> mayMove, PlacedInstance wanted)
{
    private readonly List<PlacedInstance> _placed = [wanted];
    private readonly bool[] _mayMove = [.. slices.Select(mayMove)];
    private (int Moves, int Idle)? _best;
    private PlacedInstance[] _bestPlaced = [];

    /// <summary>The layout with the fewest moves, then the fewest idle instances placed anew; null when there is none within the limit.</summary>
    internal (ValueArray<InstanceTarget> Instances, int Moves, int IdleInstances)? Find(int maxMoves)
    {
        Place(0, (0, 0), maxMoves);
        return _best is not var (moves, idle)
            ? null
            : (Enumerable.Range(0, slices.Length)
                .Select(index => new InstanceTarget(_bestPlaced[index + 1], slices[index].Workload, slices[index].Processes))
                .OrderBy(target => target.Instance)
                .ToValueArray(), moves, idle);
    }

    private void Place(int index, (int Moves, int Idle) cost, int maxMoves)
    {
        if (cost.Moves > maxMoves || (_best is { } best && cost.CompareTo(best) >= 0))
        {
            return;
        }

        if (index == slices.Length)
        {
            if (Layout.TryCreate(geometry, _placed, out _, out _))
            {
                (_best, _bestPlaced) = (cost, [.. _placed]);
            }

            return;
        }

        SliceState slice = slices[index];
        Try(index, slice.Instance, cost, maxMoves);
        if (!_mayMove[index])
        {
            return;
        }

        foreach (Placement placement in geometry.FindProfile(slice.Instance.Profile)?.Placements ?? [])
        {
            if (placement != slice.Instance.Placement)
            {
                Try(index, slice.Instance with { Placement = placement }, slice.Workload is null ? (cost.Moves, cost.Idle + 1) : (cost.Moves + 1, cost.Idle), maxMoves);
            }
        }
    }

    private void Try(int index, PlacedInstance instance, (int Moves, int Idle) cost, int maxMoves)
    {
        if (_placed.Exists(other => other.Placement.Overlaps(instance.Placement)))
        {
            return;
        }

        _placed.Add(instance);
        Place(index + 1, cost, maxMoves);
        _placed.RemoveAt(_placed.Count - 1);
    }
}
