using Optimizer.Model.Snapshots;

namespace Optimizer.Host.Http;

/// <summary>The node in one sentence, for the landing page and for systemd's STATUS.</summary>
internal static class StatusLine
{
    /// <summary>The sentence, without a full stop.</summary>
    public static string Of(NodeSnapshot? snapshot)
    {
        if (snapshot is null)
        {
            return "Starting: the first sampling cycle is not complete";
        }

        if (snapshot.Driver is null && snapshot.Gpus.IsEmpty)
        {
            return $"No GPUs: {snapshot.Health.DriverTrouble ?? "no driver answers"}";
        }

        int lost = 0;
        int instances = 0;
        foreach (GpuSnapshot gpu in snapshot.Gpus)
        {
            lost += gpu.Trouble is null ? 0 : 1;
            instances += gpu.Mig?.Instances.Count ?? 0;
        }

        string trouble = lost == 0 ? "" : $", {lost} of them not answering";
        return $"Observing {snapshot.Gpus.Count} GPUs{trouble}, {instances} MIG instances, cycle {snapshot.Sequence}";
    }
}
