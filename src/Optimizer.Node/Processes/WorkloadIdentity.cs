using System.Text.RegularExpressions;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Processes;

/// <summary>Which workload a process belongs to, by the control group it runs in.</summary>
/// <param name="Name">Unit name, <c>job-ID</c>, container id (12 digits) or pod uid.</param>
/// <param name="Kind">What runs it.</param>
public sealed partial record WorkloadIdentity(string Name, WorkloadKind Kind)
{
    private const int ShortContainerId = 12;

    /// <summary>Reads a control group path.</summary>
    /// <param name="controlGroup">Path from the root of the hierarchy, for example <c>/system.slice/chat.service</c>.</param>
    /// <returns>Null for a process of no unit, job, container or pod: a login session or a bare process.</returns>
    /// <remarks>
    /// Innermost meaning first: a pod's container runs under kubelet's service, a Slurm job under slurmd's, so the more special pattern wins.
    /// </remarks>
    public static WorkloadIdentity? FromControlGroup(string controlGroup)
    {
        if (PodPath().Match(controlGroup) is { Success: true } pod)
        {
            return new(pod.Groups["uid"].Value.Replace('_', '-'), WorkloadKind.Pod);
        }

        if (JobPath().Match(controlGroup) is { Success: true } job)
        {
            return new("job-" + job.Groups["id"].Value, WorkloadKind.Slurm);
        }

        if (ContainerPath().Match(controlGroup) is { Success: true } container)
        {
            return new(container.Groups["id"].Value[..ShortContainerId], WorkloadKind.Container);
        }

        MatchCollection units = UnitPath().Matches(controlGroup);
        return units.Count == 0 ? null : new(units[^1].Groups["unit"].Value, WorkloadKind.Systemd);
    }

    [GeneratedRegex(@"pod(?<uid>[0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12}|[0-9a-f]{32})", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PodPath();

    [GeneratedRegex(@"/job_(?<id>[0-9]{1,20})(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JobPath();

    [GeneratedRegex(@"(docker|libpod|cri-containerd|crio|containerd)[-/](?<id>[0-9a-f]{64})(\.scope)?(/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ContainerPath();

    [GeneratedRegex(@"/(?<unit>[^/]+\.service)(?=/|$)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UnitPath();
}
