using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Mig;

/// <summary>What one GPU can be cut into, as its driver says; read once per session and MIG mode.</summary>
internal sealed class ProfileTable
{
    // The newest header knows 18 profile numbers; a driver says where its own end. The bound only stops a driver that never does.
    private const uint MaxProfileNumbers = 64;
    private const uint Rev1 = 7;
    private const ulong BytesPerMebibyte = 1024 * 1024;

    private ProfileTable(MigProfile[] profiles, MigGeometry? geometry, string? problem)
    {
        Problem = problem;
        Profiles = profiles;
        Geometry = geometry;
        Accounting = geometry is null ? null : new SliceAccounting(geometry);
    }

    /// <summary>Profiles in the driver's order.</summary>
    public MigProfile[] Profiles { get; }

    /// <summary>Null when placements are not told (no permission) or make no sense.</summary>
    public MigGeometry? Geometry { get; }

    public SliceAccounting? Accounting { get; }

    /// <summary>Why the profiles make no sense together, one sentence; null when they do or placements are not told.</summary>
    public string? Problem { get; }

    /// <summary>Asks for every profile and its placements.</summary>
    /// <returns>Null when the GPU stopped answering.</returns>
    public static ProfileTable? Read(GpuProbe gpu)
    {
        List<MigProfile> profiles = [];
        double? totalGibibytes = gpu.Nvml.MemoryInfo(gpu.Device).TryGet(out NvmlMemory memory) ? memory.Total / 1073741824.0 : null;
        for (uint number = 0; number < MaxProfileNumbers; number++)
        {
            NvmlResult<NvmlGpuInstanceProfileInfoV3> info = gpu.Nvml.GpuInstanceProfile(gpu.Device, number);
            if (info.Code is NvmlReturn.InvalidArgument or NvmlReturn.FunctionNotFound)
            {
                break; // past the last number this driver knows
            }

            if (info.Code == NvmlReturn.NotSupported)
            {
                continue; // a number this board has no profile for
            }

            if (!gpu.Accept(NvmlFunction.DeviceGetGpuInstanceProfileInfoV, number, info.Code))
            {
                return null;
            }

            profiles.Add(ToProfile(gpu, info.Value, number, totalGibibytes));
        }

        MigGeometry? geometry = null;
        string? problem = null;
        if (gpu.IsAlive && profiles.Count > 0 && profiles.TrueForAll(static profile => !profile.Placements.IsEmpty))
        {
            MigGeometry.TryCreate(profiles, MigGeometry.WholeGpuEngines(profiles), out geometry, out problem);
        }

        return gpu.IsAlive ? new ProfileTable([.. profiles], geometry, problem) : null;
    }

    private static MigProfile ToProfile(GpuProbe gpu, in NvmlGpuInstanceProfileInfoV3 info, uint number, double? totalGibibytes)
    {
        ValueArray<Placement> placements = ReadPlacements(gpu, info.Id);
        return new MigProfile
        {
            Name = NameOf(info, number, totalGibibytes),
            Id = info.Id,
            ComputeSlices = info.SliceCount.Clamped(),
            MemorySlices = placements.IsEmpty ? 0 : placements[0].Size,
            Multiprocessors = info.MultiprocessorCount.Clamped(),
            MemoryBytes = Math.Min(info.MemorySizeMB, ulong.MaxValue / BytesPerMebibyte) * BytesPerMebibyte,
            MaxInstances = info.InstanceCount.Clamped(),
            Engines = new EngineCounts(
                info.CopyEngineCount.Clamped(), info.DecoderCount.Clamped(), info.EncoderCount.Clamped(), info.JpegCount.Clamped(), info.OfaCount.Clamped()),
            Placements = placements,
        };
    }

    private static ValueArray<Placement> ReadPlacements(GpuProbe gpu, uint profileId)
    {
        // Needs the MIG config capability: without it the answer is empty, and so is all slice arithmetic.
        if (!gpu.MayAsk(NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2, 0))
        {
            return [];
        }

        NvmlResult<NvmlGpuInstancePlacement[]> placements = gpu.Nvml.GpuInstancePlacements(gpu.Device, profileId);
        if (placements.Code == NvmlReturn.NoPermission)
        {
            gpu.Accept(NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2, 0, NvmlReturn.NotSupported);
            return [];
        }

        return gpu.Accept(NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2, profileId + 1, placements.Code)
            ? placements.Value.Select(static item => new Placement(item.Start.Clamped(), item.Size.Clamped())).Order().ToValueArray()
            : [];
    }

    // Names come with the v2 struct (R510). Before it the name is composed as the vendor's library does: the share of memory, rounded up to eighths.
    internal static string NameOf(in NvmlGpuInstanceProfileInfoV3 info, uint number, double? totalGibibytes)
    {
        const string prefix = "MIG ";
        string name = NvmlText.Read(info.Name);
        if (name.Length > 0)
        {
            return name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;
        }

        double gibibytes = info.MemorySizeMB / 1024.0;
        if (totalGibibytes is double total and > 0)
        {
            gibibytes = Math.Ceiling(gibibytes / total * 8) / 8 * total;
        }

        string suffix = number == Rev1 ? "+me" : string.Empty;
        return $"{info.SliceCount}g.{Math.Round(gibibytes)}gb{suffix}";
    }
}
