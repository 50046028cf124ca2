using Optimizer.Model.Mig;

namespace Optimizer.Planning.Solving;

/// <summary>One state a GPU of a group can take, before anyone is seated.</summary>
internal sealed class LayoutChoice
{
    /// <summary>Instances, legal together and such that none of a wanted profile can be added; null with MIG off, and for a GPU left unused.</summary>
    internal Layout? Layout { get; init; }

    /// <summary>Whole GPU, MIG off.</summary>
    internal bool MigOff { get; init; }

    /// <summary>Somebody may sit here, and then the GPU is in use; false: nobody does, and nothing on it changes.</summary>
    internal bool Active { get; init; }

    /// <summary>Seats offered, ascending by class.</summary>
    internal required (int Class, int Count)[] Seats { get; init; }

    /// <summary>Present instances (or the whole GPU) that stay, by class: they need not be created.</summary>
    internal required (int Class, int Count)[] Existing { get; init; }

    /// <summary>Present seats of workloads that can stay, by workload and class.</summary>
    internal required (int Workload, int Class, int Count)[] Retained { get; init; }

    /// <summary>Present seats stay whoever sits on them, and <see cref="Retained"/> does not list them.</summary>
    internal bool AnonymousKept { get; init; }

    /// <summary>Time and idle power of a GPU in use, destroyed instances and a change of MIG mode. Unit: that of the objective, sign turned.</summary>
    internal required long Cost { get; init; }

    internal int SeatsOf(int seatClass) => CountOf(Seats, seatClass);

    /// <summary>Whether a number of a workload's present seats can stay; a group that is told apart by its instances alone keeps them all.</summary>
    internal bool Keeps(int workload, int seatClass, int count) =>
        AnonymousKept || Retained.Any(item => item.Workload == workload && item.Class == seatClass && item.Count >= count);

    private static int CountOf((int Class, int Count)[] counts, int seatClass)
    {
        foreach ((int key, int count) in counts)
        {
            if (key == seatClass)
            {
                return count;
            }
        }

        return 0;
    }
}
