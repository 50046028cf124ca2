using System.Collections.Immutable;
using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Demand.Intake;

/// <summary>What the process lists of one snapshot tell, and which are missing.</summary>
internal sealed class ProcessLists
{
    private readonly Dictionary<(GpuUuid Gpu, uint? Instance), HashSet<string>> _users = [];

    public ProcessLists(NodeSnapshot snapshot)
    {
        ImmutableHashSet<GpuUuid>.Builder read = ImmutableHashSet.CreateBuilder<GpuUuid>();
        ImmutableArray<GpuUuid>.Builder unread = ImmutableArray.CreateBuilder<GpuUuid>();
        bool certain = snapshot.Driver is not null;
        foreach (GpuSnapshot gpu in snapshot.Gpus)
        {
            if (gpu.Availability == GpuAvailability.Up && gpu.Processes is not null)
            {
                read.Add(gpu.Uuid);
            }
            else
            {
                unread.Add(gpu.Uuid);

                // A GPU that answers and does not tell its processes may run anything; one that is lost runs nothing new.
                certain &= gpu.Availability != GpuAvailability.Up;
            }

            foreach (GpuProcess process in gpu.ProcessList)
            {
                // A process without a readable command may be anybody's.
                certain &= process.Command is not null;
                Users(gpu.Uuid, process.GpuInstanceId).Add(process.Workload ?? "");
            }
        }

        (Read, Unread, AbsenceIsCertain) = (read.ToImmutable(), unread.ToImmutable(), certain);
    }

    /// <summary>GPUs whose list was read.</summary>
    public IReadOnlySet<GpuUuid> Read { get; }

    /// <summary>The others.</summary>
    public ImmutableArray<GpuUuid> Unread { get; }

    /// <summary>A workload that is on no list does not run, unless a GPU that fell silent hides it.</summary>
    public bool AbsenceIsCertain { get; }

    /// <summary>How many use a place, at least 1; processes nobody can name count as one.</summary>
    public int UsersOf(WorkloadBinding binding) =>
        _users.TryGetValue((binding.Gpu, binding.GpuInstanceId), out HashSet<string>? users) ? Math.Max(1, users.Count) : 1;

    private HashSet<string> Users(GpuUuid gpu, uint? instance)
    {
        if (!_users.TryGetValue((gpu, instance), out HashSet<string>? users))
        {
            _users[(gpu, instance)] = users = new(StringComparer.Ordinal);
        }

        return users;
    }
}
