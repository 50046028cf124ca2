using System.Collections.Concurrent;
using System.Text.Json;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

/// <summary>Geometries of real boards, built from Facts/mig-profiles.json the way the node builds them from a driver's answers.</summary>
internal static class Board
{
    internal const string A30 = "a30-24gb";
    internal const string A100 = "a100-40gb";
    internal const string H100 = "h100-80gb-sxm";
    internal const string RtxPro6000 = "rtx-pro-6000-blackwell";

    private static readonly ConcurrentDictionary<string, MigGeometry> Known = new(StringComparer.Ordinal);

    /// <summary>Keys of every board in the facts.</summary>
    internal static IReadOnlyList<string> Keys { get; } =
        [.. Facts.Profiles.GetProperty("products").EnumerateArray().Select(product => product.GetProperty("key").GetString()!)];

    internal static MigProfile[] Profiles(string key)
    {
        JsonElement product = Facts.Profiles.GetProperty("products").EnumerateArray()
            .Single(element => element.GetProperty("key").GetString() == key);
        return [.. product.GetProperty("profiles").EnumerateArray().Select(Profile)];
    }

    /// <summary>All profiles, limited by the engines of the whole board.</summary>
    internal static MigGeometry Geometry(string key) => Known.GetOrAdd(key, static key =>
    {
        MigProfile[] profiles = Profiles(key);
        return Geometry(profiles, MigGeometry.WholeGpuEngines(profiles));
    });

    internal static MigGeometry Geometry(IEnumerable<MigProfile> profiles, EngineCounts? limits = null)
    {
        Assert.True(MigGeometry.TryCreate(profiles, limits, out MigGeometry? geometry, out string? problem), problem);
        return geometry;
    }

    private static MigProfile Profile(JsonElement element)
    {
        int Number(string name) => element.GetProperty(name).GetInt32();
        return new MigProfile
        {
            Name = element.GetProperty("name").GetString()!,
            Id = (uint)Number("nvidia_smi_profile_id"),
            ComputeSlices = Number("compute_slices"),
            MemorySlices = Number("memory_slices"),
            Multiprocessors = Number("sm"),
            MemoryBytes = (ulong)Number("memory_mib") << 20,
            MaxInstances = Number("max_instances"),
            Engines = new EngineCounts(Number("copy_engines"), Number("decoders"), Number("encoders"), Number("jpeg"), Number("ofa")),
            Placements = element.GetProperty("placements").EnumerateArray()
                .Select(placement => new Placement(placement.GetProperty("start").GetInt32(), placement.GetProperty("size").GetInt32()))
                .ToValueArray(),
        };
    }
}
