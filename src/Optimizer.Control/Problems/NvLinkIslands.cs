using Optimizer.Model.Snapshots;

namespace Optimizer.Control.Problems;

/// <summary>Which GPUs of a node reach each other by NVLink, as far as the GPUs themselves tell.</summary>
/// <remarks>
/// NVML says of a link that it is up, not whom it reaches in the readings at hand. So: GPUs of one model with links up are one island where their fabric is registered or
/// there is none to register with (A100 and older switches), and none while the fabric manager is at work. Boards that are joined by bridges, in twos mostly (PCIe
/// and NVL boards), are an island only when there are exactly two of them; of more, nobody knows which pairs are joined, and a job must not be placed on a guess.
/// </remarks>
internal static class NvLinkIslands
{
    public static IReadOnlyDictionary<GpuUuid, int> Of(IEnumerable<GpuSnapshot> gpus)
    {
        Dictionary<GpuUuid, int> islands = [];
        int number = 0;
        foreach (IGrouping<string, GpuSnapshot> model in gpus.Where(IsLinked).GroupBy(gpu => GpuModelKey.Of(gpu.Identity)).OrderBy(model => model.Key, StringComparer.Ordinal))
        {
            if (!IsBridged(model.First().Identity) || model.Count() == 2)
            {
                foreach (GpuSnapshot gpu in model)
                {
                    islands.TryAdd(gpu.Uuid, number);
                }

                number++;
            }
        }

        return islands;
    }

    private static bool IsLinked(GpuSnapshot gpu) =>
        gpu is { Availability: GpuAvailability.Up, NvLink: { ActiveLinks: > 0, Fabric: null or FabricState.NotSupported or FabricState.Completed } };

    private static bool IsBridged(GpuIdentity identity) =>
        identity.Name.Contains("PCIe", StringComparison.OrdinalIgnoreCase) || identity.Name.Contains("NVL", StringComparison.OrdinalIgnoreCase);
}
