using Optimizer.Model.Mig;
using Optimizer.Model.Workloads;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Solving;

/// <summary>One GPU while seats are being filled.</summary>
internal sealed class SeatPlan
{
    private SeatPlan(int gpu, GpuState state, bool migOff)
    {
        Gpu = gpu;
        State = state;
        MigOff = migOff;
    }

    /// <summary>Position in the problem.</summary>
    internal int Gpu { get; }

    internal GpuState State { get; }

    /// <summary>The whole GPU is the seat.</summary>
    internal bool MigOff { get; }

    /// <summary>Somebody may sit here.</summary>
    internal bool Active { get; private init; }

    internal List<Seat> Seats { get; } = [];

    /// <summary>Workloads that sit here, with how often.</summary>
    internal Dictionary<int, int> Seated { get; } = [];

    /// <summary>The seats a choice offers on a GPU.</summary>
    internal static SeatPlan Of(int index, GpuState gpu, LayoutChoice choice, Func<string, int, int> classOf, Func<string?, int> workloadOf)
    {
        SeatPlan plan = new(index, gpu, choice.Active ? choice.MigOff : !gpu.MigEnabled) { Active = choice.Active };
        if (!choice.Active)
        {
            return plan;
        }

        if (choice.MigOff)
        {
            plan.Seats.Add(new Seat(null, classOf(ProfileCapacity.WholeGpu, workloadOf(gpu.WholeGpuWorkload)), gpu.MigEnabled ? -1 : workloadOf(gpu.WholeGpuWorkload), !gpu.MigEnabled));
            return plan;
        }

        foreach (PlacedInstance instance in choice.Layout?.Instances ?? [])
        {
            SliceState? present = gpu.Slices.FirstOrDefault(slice => slice.Instance == instance);
            int occupant = workloadOf(present?.Workload);
            if (present is { Pinned: true } && occupant < 0)
            {
                continue; // somebody nobody declared is on it
            }

            plan.Seats.Add(new Seat(instance, classOf(instance.Profile, occupant), occupant, present is not null));
        }

        return plan;
    }

    /// <summary>Who sits on a group's GPU now, in which class.</summary>
    internal static IEnumerable<(int Workload, int Class)> Occupants(FleetModel model, GpuGroup group, int gpu)
    {
        GpuState state = model.Problem.Gpus[gpu];
        if (state.Usability == GpuUsability.Unusable)
        {
            yield break;
        }

        foreach ((string? name, string profile) in state.MigEnabled
            ? state.Slices.Select(slice => (slice.Workload, slice.Instance.Profile))
            : [(state.WholeGpuWorkload, ProfileCapacity.WholeGpu)])
        {
            if (name is not null && model.IndexOf(name) is >= 0 and int workload && ClassIn(model, group, profile, workload) is >= 0 and int seatClass)
            {
                yield return (workload, seatClass);
            }
        }
    }

    /// <summary>The class a profile has on a group's GPUs; -1: no choice offers one.</summary>
    internal static int ClassIn(FleetModel model, GpuGroup group, string profile, int workload)
    {
        foreach (LayoutChoice choice in group.Choices)
        {
            foreach ((int seatClass, int _) in choice.Seats)
            {
                SeatClass known = model.Classes[seatClass];
                if (known.Profile == profile && (known.OnlyWorkload < 0 || known.OnlyWorkload == workload))
                {
                    return seatClass;
                }
            }
        }

        return -1;
    }

    internal void Take(Seat seat, int workload)
    {
        seat.Workload = workload;
        Seated[workload] = Seated.GetValueOrDefault(workload) + 1;
    }

    internal void Leave(Seat seat)
    {
        if (--Seated[seat.Workload] == 0)
        {
            Seated.Remove(seat.Workload);
        }

        seat.Workload = -1;
    }

    /// <summary>A place for one replica.</summary>
    /// <param name="instance">What and where; null: the whole GPU.</param>
    /// <param name="seatClass">Its class.</param>
    /// <param name="occupant">Who sits there now; -1: nobody.</param>
    /// <param name="exists">True when it need not be created.</param>
    internal sealed class Seat(PlacedInstance? instance, int seatClass, int occupant, bool exists)
    {
        internal PlacedInstance? Instance { get; } = instance;

        internal int Class { get; } = seatClass;

        internal int Occupant { get; } = occupant;

        internal bool Exists { get; } = exists;

        /// <summary>Who is to sit there; -1: nobody.</summary>
        internal int Workload { get; set; } = -1;
    }
}
