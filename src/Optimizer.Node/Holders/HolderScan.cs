using Optimizer.Control.Ports;
using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Processes;

namespace Optimizer.Node.Holders;

/// <summary>Finds who holds a GPU or an instance: NVML's processes, open device files, kernel modules.</summary>
/// <remarks>NVML's list is necessary and not sufficient: agents that only watch hold a device without a context. Thread safe as its table is.</remarks>
/// <param name="processes">Who processes are.</param>
/// <param name="procRoot">Where procfs is mounted; null: there is none for these GPUs (simulation), only what NVML lists is known.</param>
/// <param name="ownPid">This process.</param>
public sealed class HolderScan(IProcessTable processes, string? procRoot, uint ownPid)
{
    // Names as /proc/PID/comm shows them, which cuts at 15 characters.
    private static readonly string[] Monitors = ["nv-hostengine", "dcgm-exporter", "nvidia-smi", "nvidia-persiste", "nvsm", "nvsm_core", "nvsm_api_gatewa", "gpu-feature-dis", "nvidia-device-p"];

    /// <summary>Looks.</summary>
    /// <param name="what">What is held, for the sentences, for example <c>3g.40gb@4 of GPU-5f…</c>.</param>
    /// <param name="pids">Processes NVML lists there.</param>
    /// <param name="files">Device files of which one open is a hold; empty: open files are not looked at.</param>
    /// <param name="wholeGpu">A reset or mode change is meant: modules count, and this process too.</param>
    public HolderReport Scan(string what, IEnumerable<uint> pids, IReadOnlySet<string> files, bool wholeGpu)
    {
        ArgumentNullException.ThrowIfNull(pids);
        ArgumentNullException.ThrowIfNull(files);
        SortedDictionary<uint, Holder> found = [];
        foreach (uint pid in pids.Where(pid => pid != ownPid || wholeGpu))
        {
            found[pid] = Process(pid, HolderKind.Compute, $"has a context on {what}; move or stop it");
        }

        string? blind = null;
        List<Holder> holders = [];
        if (procRoot is not null && files.Count > 0)
        {
            foreach ((uint pid, string file) in new OpenDeviceFiles(procRoot).Find(files, out blind))
            {
                if (!found.ContainsKey(pid) && (pid != ownPid || wholeGpu))
                {
                    found[pid] = Client(pid, file, what);
                }
            }

            holders.AddRange(wholeGpu ? Modules(what) : []);
        }

        holders.AddRange(found.Values);
        holders.Sort(static (left, right) => (left.Kind, left.Pid ?? 0).CompareTo((right.Kind, right.Pid ?? 0)));
        return new HolderReport(holders.Take(HolderReport.MostHolders).ToValueArray(), Math.Max(0, holders.Count - HolderReport.MostHolders), blind);
    }

    private Holder Client(uint pid, string file, string what)
    {
        if (pid == ownPid)
        {
            return new Holder(HolderKind.Monitor, pid, "gpu-optimizer", null, null, $"This daemon itself (pid {pid}) has {file} open; it lets go before a reset.");
        }

        bool monitor = processes.Find(pid) is ProcessIdentity identity && Monitors.Contains(identity.Command);
        return Process(pid, monitor ? HolderKind.Monitor : HolderKind.Client, $"has {file} of {what} open; {(monitor ? "pause it" : "stop it")}");
    }

    private Holder Process(uint pid, HolderKind kind, string does)
    {
        ProcessIdentity? identity = processes.Find(pid);
        WorkloadIdentity? workload = identity is null ? null : WorkloadIdentity.FromControlGroup(identity.ControlGroup);
        string name = identity?.Command is { Length: > 0 } command ? command : "unknown";
        string of = workload is null ? string.Empty : $" of {Word(workload.Kind)} {workload.Name}";
        return new Holder(kind, pid, name, workload?.Name, workload?.Kind, $"{name} (pid {pid}){of} {does}.");
    }

    private IEnumerable<Holder> Modules(string what)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(Path.Combine(procRoot!, "modules"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            yield break; // a container without the file: the driver itself refuses what they hold
        }

        foreach ((string module, int references) in KernelModules.InUse(lines))
        {
            yield return new Holder(HolderKind.Module, null, module, null, null, $"Kernel module {module} is used {references} times and may hold {what}; stop what draws or moves data through it.");
        }
    }

    private static string Word(WorkloadKind kind) => kind switch
    {
        WorkloadKind.Systemd => "unit",
        WorkloadKind.Slurm => "Slurm",
        WorkloadKind.Container => "container",
        WorkloadKind.Pod => "pod",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "not a kind of workload"),
    };
}
