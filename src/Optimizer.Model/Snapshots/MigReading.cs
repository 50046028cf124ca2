using Optimizer.Model.Collections;
using Optimizer.Model.Mig;

namespace Optimizer.Model.Snapshots;

/// <summary>MIG on one GPU.</summary>
public sealed record MigReading
{
    /// <summary>MIG mode is on now. Source: nvmlDeviceGetMigMode.</summary>
    public required bool Enabled { get; init; }

    /// <summary>MIG mode after the next reset; differs from <see cref="Enabled"/> while a change waits.</summary>
    public required bool Pending { get; init; }

    /// <summary>Where activity of instances comes from.</summary>
    public ActivitySource ActivitySource { get; init; }

    /// <summary>Present GPU instances, ordered by id.</summary>
    public ValueArray<GpuInstanceSnapshot> Instances { get; init; }

    /// <summary>The layout in canonical form, for example <c>3g.40gb@0+1g.10gb@4</c>; <c>empty</c> with no instance, <c>off</c> with MIG off.</summary>
    public string Layout { get; init; } = "off";

    /// <summary>Grows by one at every change of the set of instances, of their compute instances or of the mode. From 1.</summary>
    public long Generation { get; init; }

    /// <summary>Layout changes since the daemon started, made by the optimizer itself.</summary>
    public long ChangesByOptimizer { get; init; }

    /// <summary>Layout changes since the daemon started, made by anyone else.</summary>
    public long ChangesByOthers { get; init; }

    /// <summary>What could be created now without destroying anything, ordered by profile name. Empty when the driver does not answer.</summary>
    public ValueArray<PlaceableInstances> Placeable { get; init; }

    /// <summary>The GPU's slices by what becomes of them; null when the driver does not tell placements.</summary>
    public SliceUse? Slices { get; init; }

    /// <summary>How the GPU can be cut, as its driver says; null when it does not tell (mode off on older drivers, no permission).</summary>
    public MigGeometry? Geometry { get; init; }

    /// <summary>1 less the largest placeable instance over the free slices, in memory slices; 0 when nothing is free. Null as <see cref="Slices"/>.</summary>
    public double? FragmentationRatio { get; init; }
}
