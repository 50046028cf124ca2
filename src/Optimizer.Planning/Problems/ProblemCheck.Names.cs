using Optimizer.Model.Plans;

namespace Optimizer.Planning.Problems;

/// <content>Names are unique, point at something, and collections are in their stated order.</content>
public static partial class ProblemCheck
{
    private static IEnumerable<PlanRefusal> Names(PlanningProblem problem) =>
    [
        .. Unique("GPU", problem.Gpus.Select(gpu => gpu.Uuid.Value ?? "")),
        .. Unique("workload", problem.Workloads.Select(need => need.Name)),
        .. Unique("tenant", problem.Tenants.Select(tenant => tenant.Name)),
        .. Sorted("gpus", problem.Gpus.Select(gpu => (gpu.Node, gpu.Uuid.Value)), "node, then UUID"),
        .. Sorted("workloads", problem.Workloads.Select(need => (need.Name, "")), "name"),
        .. Sorted("tenants", problem.Tenants.Select(tenant => (tenant.Name, "")), "name"),
        .. problem.Workloads.SelectMany(need => OptionNames(need)),
        .. Pointers(problem),
        .. PastOrder(problem),
    ];

    private static IEnumerable<PlanRefusal> Unique(string kind, IEnumerable<string> names)
    {
        foreach (IGrouping<string, string> same in names.GroupBy(name => name))
        {
            if (string.IsNullOrWhiteSpace(same.Key))
            {
                yield return Refuse(RefusalReason.BadName, kind, $"A {kind} has no name.", $"Name every {kind}.");
            }
            else if (same.Count() > 1)
            {
                yield return Refuse(RefusalReason.BadName, same.Key, $"{same.Count()} {kind}s have the name {same.Key}.", $"Leave one {kind} of that name, or rename the others.");
            }
        }
    }

    private static IEnumerable<PlanRefusal> Sorted(string what, IEnumerable<(string First, string Second)> keys, string order)
    {
        (string First, string Second)? before = null;
        foreach ((string First, string Second) key in keys)
        {
            if (before is { } last && (string.CompareOrdinal(last.First, key.First), string.CompareOrdinal(last.Second, key.Second)) is var (first, second) && (first > 0 || (first == 0 && second > 0)))
            {
                string found = key.Second.Length > 0 ? key.Second : key.First, earlier = last.Second.Length > 0 ? last.Second : last.First;
                yield return Refuse(RefusalReason.BadName, what, $"The {what} are not in order: {found} comes after {earlier}.", $"Order the {what} by {order} (ordinal).");
                yield break;
            }

            before = key;
        }
    }

    private static IEnumerable<PlanRefusal> OptionNames(WorkloadNeed need)
    {
        foreach (IGrouping<(string, string?), SeatOption> same in need.Options.GroupBy(option => (option.Profile, option.GpuModel)).Where(same => same.Count() > 1))
        {
            yield return Refuse(RefusalReason.BadName, need.Name, $"{need.Name} lists {Words(same.First())} {same.Count()} times.", "Leave the figure that holds.");
        }

        foreach (PlanRefusal refusal in Sorted($"options of {need.Name}", need.Options.Select(option => (option.Profile, option.GpuModel ?? "")), "profile, then GPU model")
            .Concat(Sorted($"neighbours of {need.Name}", need.ApartFrom.Select(name => (name, "")), "name")))
        {
            yield return refusal with { Subject = need.Name };
        }
    }

    private static IEnumerable<PlanRefusal> Pointers(PlanningProblem problem)
    {
        HashSet<string> known = [.. problem.Workloads.Select(need => need.Name)];
        foreach (GpuState gpu in problem.Gpus.AsEnumerable())
        {
            IEnumerable<(string Workload, string Place)> there = gpu.Slices.Where(slice => slice.Workload is not null).Select(slice => (slice.Workload!, slice.Instance.ToString()));
            there = gpu.WholeGpuWorkload is { } whole ? there.Append((whole, "all")) : there;
            foreach ((string workload, string place) in there.Where(one => !known.Contains(one.Workload)))
            {
                yield return Refuse(
                    RefusalReason.BadName, gpu.Uuid.Value, $"{workload} runs on {place} of {gpu.Uuid} and is not among the workloads.",
                    $"Add {workload} to the workloads, or pin the instance without a workload so that it is left alone.");
            }
        }

        foreach (WorkloadNeed need in problem.Workloads.AsEnumerable())
        {
            foreach (string other in need.ApartFrom.Where(other => other == need.Name || !known.Contains(other)))
            {
                yield return other == need.Name
                    ? Refuse(RefusalReason.BadName, need.Name, $"{need.Name} must be apart from itself.", $"Limit its replicas on one GPU to 1 instead.")
                    : Refuse(RefusalReason.BadName, need.Name, $"{need.Name} must be apart from {other}, which is not among the workloads.", $"Add {other} to the workloads, or take it from the list.");
            }
        }
    }

    private static IEnumerable<PlanRefusal> PastOrder(PlanningProblem problem)
    {
        for (int index = 0; index < problem.Past.Count; index++)
        {
            if ((index > 0 && problem.Past[index - 1].At > problem.Past[index].At) || problem.Past[index].At > problem.At)
            {
                yield return Refuse(
                    RefusalReason.BadFigure, "past", $"The change of {problem.Past[index].At} comes after a later one, or after now ({problem.At}).",
                    "Order past changes from the oldest to the newest; check the node's clock.");
                yield break;
            }
        }
    }

    private static string Words(SeatOption option) => option.GpuModel is null ? option.Profile : $"{option.Profile} on {option.GpuModel}";
}
