using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Simulation;
using Optimizer.Simulation.Auditing;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Control.Tests.Loop;

/// <summary>Watches a node and its journal from outside and says what may never be. Shares no code with planner, partitioner or loop: even the places where instances may lie are written down anew.</summary>
internal sealed class NodeEye(LoopNode node)
{
    private static readonly Dictionary<string, (int Size, int[] Starts)> H100 = new(StringComparer.Ordinal)
    {
        ["1g.10gb"] = (1, [0, 1, 2, 3, 4, 5, 6]),
        ["1g.20gb"] = (2, [0, 2, 4, 6]),
        ["2g.20gb"] = (2, [0, 2, 4]),
        ["3g.40gb"] = (4, [0, 4]),
        ["4g.40gb"] = (4, [0]),
        ["7g.80gb"] = (8, [0]),
    };

    /// <summary>GPUs that were quarantined once: what nobody could take back may lie there until somebody needs its place.</summary>
    private readonly HashSet<string> _givenUp = [];

    private readonly Dictionary<string, double> _belowFloor = new(StringComparer.Ordinal);

    /// <summary>GPUs somebody else has changed, by index: the journal need not explain them until an operator has accepted it.</summary>
    public HashSet<int> Foreign { get; } = [];

    private SimulatedNode Node => node.Node;

    /// <summary>Replicas of a service that serve now.</summary>
    public int Ready(string service) => Node.Audit().Services.Single(one => one.Name == service).Ready;

    /// <summary>Requests per second its ready replicas serve, by the capacities of <see cref="FaultyNode.Two"/>.</summary>
    public double Capacity(string service)
    {
        Dictionary<string, double> each = service == "chat"
            ? new(StringComparer.Ordinal) { ["2g.20gb"] = 20, ["3g.40gb"] = 34 }
            : new(StringComparer.Ordinal) { ["1g.10gb"] = 10, ["2g.20gb"] = 18 };
        return Node.Runtime.ReadAsync(CancellationToken.None).Result.Replicas
            .Where(replica => replica.Workload == service && replica.State == Model.Replicas.ReplicaState.Ready).Sum(replica => each[replica.Seat!.Instance!.Profile]);
    }

    /// <summary>What is on a GPU: <c>off</c>, or its instances by start.</summary>
    public string Layout(int gpu) => Node.Driver.Instances(gpu) is { } there ? Text(there.Select(one => $"{one.Profile}@{one.Start}")) : "off";

    /// <summary>Instances nobody can use: without a compute instance.</summary>
    public IEnumerable<string> Halves(int gpu) => (Node.Driver.Instances(gpu) ?? []).Where(one => one.ComputeInstances != 1).Select(one => $"{one.Profile}@{one.Start}");

    /// <summary>The first thing seen that may never be; null when all is well. Call after every tick.</summary>
    public async Task<string?> LookAsync(TickRecord? tick)
    {
        SimulationAudit audit = Node.Audit();
        if (audit.UnmovableStopped > 0)
        {
            return "something nobody may move was stopped by order";
        }

        if (audit.Ended.FirstOrDefault(ended => ended.Cause == EndCause.InstanceDestroyed) is { } killed)
        {
            return $"{killed.Workload} was killed with its instance {killed.Instance}";
        }

        if (tick?.Surprise is { } surprise and not ProcessDiedException)
        {
            return $"surprise: {surprise}";
        }

        JournalState account = await node.Journal.LoadAsync(CancellationToken.None);
        if (account.Quarantines.FirstOrDefault(one => one.Reason.Length < 10) is { } unsaid)
        {
            return $"{unsaid.Gpu} is quarantined for no reason that is said";
        }

        return Floors(audit, account) ?? Enumerable.Range(0, Node.Driver.GpuCount).Select(gpu => Placed(gpu) ?? Explained(gpu, account)).FirstOrDefault(said => said is not null);
    }

    /// <summary>The committed layout of a GPU as the journal has it.</summary>
    public static string Committed(JournalState account, string uuid) =>
        account.Committed.FirstOrDefault(one => one.Gpu.Value == uuid) is not { } known ? "not known" : Text(known);

    /// <summary>UUIDs by index.</summary>
    public string Uuid(int gpu) => node.Uuids[gpu];

    private string? Floors(SimulationAudit audit, JournalState account)
    {
        foreach (ServiceAudit service in audit.Services)
        {
            double before = _belowFloor.GetValueOrDefault(service.Name);
            _belowFloor[service.Name] = service.BelowFloorByOrderSeconds;
            bool said = account.InFlight?.Plan.Notes.Any(note => note.Subject == service.Name) == true;
            if (service.BelowFloorByOrderSeconds > before + 1e-6 && !said)
            {
                return $"{service.Name} was brought below its floor by order for {service.BelowFloorByOrderSeconds - before:0.0} s, and no plan had said so ({service.Ready} ready)";
            }
        }

        return null;
    }

    private string? Placed(int gpu)
    {
        StandingInstance[] there = [.. Node.Driver.Instances(gpu) ?? []];
        foreach (StandingInstance one in there)
        {
            if (!H100.TryGetValue(one.Profile, out (int Size, int[] Starts) legal) || legal.Size != one.Size || !legal.Starts.Contains(one.Start))
            {
                return $"GPU {gpu} has {one.Profile}@{one.Start}, which is no place of an H100";
            }

            if (there.Any(other => other != one && other.Start < one.Start + one.Size && one.Start < other.Start + other.Size))
            {
                return $"GPU {gpu} has overlapping instances: {Layout(gpu)}";
            }
        }

        return null;
    }

    /// <summary>Without a plan in flight the layout is the committed one; with one it is the state before it with the steps that happened, and perhaps the one in hand.</summary>
    private string? Explained(int gpu, JournalState account)
    {
        string uuid = Uuid(gpu), now = Layout(gpu);
        _givenUp.UnionWith(account.Quarantines.Select(one => one.Gpu.Value));
        if (Foreign.Contains(gpu) || account.Quarantines.Any(one => one.Gpu.Value == uuid) || account.Committed.All(one => one.Gpu.Value != uuid))
        {
            return null;
        }

        if (account.InFlight?.Before.FirstOrDefault(one => one.Gpu.Value == uuid) is not { } before)
        {
            string half = _givenUp.Contains(uuid) ? "" : string.Join(' ', Halves(gpu));
            return now != Committed(account, uuid) ? $"GPU {gpu} is {now}, and the journal has {Committed(account, uuid)}"
                : half.Length > 0 ? $"GPU {gpu} has halves: {half}" : null;
        }

        HashSet<string> sure = [Text(before)];
        foreach (StepRecord step in account.InFlight.Steps)
        {
            PlanStep planned = account.InFlight.Plan.Steps[step.Index];
            if (planned.Gpu.Value == uuid && step.State != StepState.Skipped)
            {
                string[] after = [.. sure.Select(layout => Text(After(layout, planned, step.Compensation)))];
                sure = step.State == StepState.Applied ? [.. after] : [.. sure, .. after];
            }
        }

        return sure.Contains(now) ? null : $"GPU {gpu} is {now} in the middle of plan {account.InFlight.Plan.Generation}, where its steps make {string.Join(" or ", sure)}";
    }

    private static HashSet<string> After(string layout, PlanStep step, bool undone)
    {
        HashSet<string> instances = [.. layout is "off" or "" ? [] : layout.Split(' ')];
        switch (step)
        {
            case PlanStep.CreateInstance create:
                _ = undone ? instances.Remove(Name(create.Instance)) : instances.Add(Name(create.Instance));
                break;
            case PlanStep.DestroyInstance destroy:
                _ = undone ? instances.Add(Name(destroy.Instance)) : instances.Remove(Name(destroy.Instance));
                break;
            case PlanStep.SetMigMode mode:
                return mode.Enabled != undone ? [] : ["off"];
            default:
                break;
        }

        return layout == "off" && instances.Count == 0 ? ["off"] : instances;
    }

    private static string Name(Model.Mig.PlacedInstance instance) => $"{instance.Profile}@{instance.Placement.Start}";

    private static string Text(GpuTarget target) => target.MigEnabled ? Text(target.Instances.Select(one => Name(one.Instance))) : "off";

    private static string Text(IEnumerable<string> instances) => string.Join(' ', instances.OrderBy(one => !one.Contains('@', StringComparison.Ordinal) ? 0 : int.Parse(one.Split('@')[1], System.Globalization.CultureInfo.InvariantCulture)));
}
