using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Mig;

/// <summary>MIG mode, instances and slice accounts of one GPU.</summary>
internal sealed class MigReader : IDisposable
{
    private readonly InstanceScan _scan = new();
    private ProfileTable? _profiles;
    private (uint Current, uint Pending)? _mode;
    private bool _hasTold;
    private ValueArray<PlaceableInstances> _placeable;
    private long _placeableGeneration = -1;

    public LayoutTracker Layout { get; } = new();

    /// <summary>Every MIG device with the instance it lies in, valid for this cycle.</summary>
    public IReadOnlyList<(uint Instance, nint Device)> MigDevices => _scan.MigDevices;

    /// <summary>Handle of one MIG device of an instance, valid for this cycle; null for an instance without one.</summary>
    public nint? MigDeviceOf(uint instanceId)
    {
        foreach ((uint instance, nint device) in _scan.MigDevices)
        {
            if (instance == instanceId)
            {
                return device;
            }
        }

        return null;
    }

    /// <summary>MIG mode is on, as last read.</summary>
    public bool IsEnabled => _mode is { Current: 1 };

    /// <summary>The mode could be read: the board can do MIG.</summary>
    public bool IsCapable => _mode is not null;

    /// <summary>Multiprocessors of the widest profile: the whole of what instances can share. Null with MIG off.</summary>
    public uint? Multiprocessors => IsEnabled && _profiles is { Profiles.Length: > 0 }
        ? (uint)_profiles.Profiles.Max(static profile => profile.Multiprocessors)
        : null;

    /// <summary>Forgets profiles, after the session was opened anew.</summary>
    public void Forget()
    {
        _profiles = null;
        _placeableGeneration = -1;
    }

    /// <summary>Reads mode and instances.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="changed">True when mode or layout changed since the last scan: what was not supported may be now.</param>
    /// <returns>False when the board cannot do MIG or the scan failed; nothing is then said about instances.</returns>
    public bool Scan(GpuProbe gpu, out bool changed)
    {
        changed = false;
        (uint Current, uint Pending)? mode = gpu.Ask(NvmlFunction.DeviceGetMigMode, static (nvml, device) => nvml.MigMode(device));
        if (mode is null)
        {
            if (_hasTold && gpu.IsAlive)
            {
                gpu.Forget(); // a board that told its mode once can tell it: "not supported" was a mistake, and is not remembered
            }

            _mode = gpu.IsAlive ? null : _mode;
            return false;
        }

        _hasTold = true;
        if (mode.Value.Current != _mode?.Current)
        {
            // A mode change makes other calls possible and others impossible, and profiles can be asked only with MIG on.
            gpu.Forget();
            Forget();
        }

        _mode = mode;
        List<ScannedInstance>? scanned = [];
        if (IsEnabled)
        {
            _profiles ??= ProfileTable.Read(gpu);
            scanned = _profiles is null ? null : _scan.Read(gpu, _profiles);
        }

        if (scanned is null)
        {
            return false;
        }

        changed = Layout.Update(IsEnabled, scanned);
        return true;
    }

    /// <summary>Puts the reading together.</summary>
    /// <param name="gpu">The GPU.</param>
    /// <param name="instances">Instances with all their readings, ordered by id.</param>
    /// <param name="source">Where activity comes from.</param>
    /// <param name="isBusy">Whether an instance counts as busy.</param>
    public MigReading Assemble(
        GpuProbe gpu, ValueArray<GpuInstanceSnapshot> instances, ActivitySource source, Func<GpuInstanceSnapshot, bool> isBusy)
    {
        if (IsEnabled && _profiles?.Problem is string problem)
        {
            gpu.Report($"Slices of {gpu.Uuid} cannot be accounted for: {problem}");
        }

        SliceAccount? account = IsEnabled ? Account(instances, isBusy) : null;
        if (_placeableGeneration != Layout.Generation)
        {
            _placeable = IsEnabled ? ReadPlaceable(gpu) : [];
            _placeableGeneration = gpu.IsAlive ? Layout.Generation : -1;
        }

        return new MigReading
        {
            Enabled = IsEnabled,
            Pending = _mode is { Pending: 1 },
            ActivitySource = source,
            Instances = instances,
            Layout = Layout.Text,
            Generation = Layout.Generation,
            ChangesByOptimizer = Layout.ChangesByOptimizer,
            ChangesByOthers = Layout.ChangesByOthers,
            Placeable = _placeable.IsEmpty && account is not null ? account.Placeable : _placeable,
            Slices = account?.Slices,
            Geometry = _profiles?.Geometry,
            FragmentationRatio = account?.FragmentationRatio,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => Layout.Dispose();

    private SliceAccount? Account(ValueArray<GpuInstanceSnapshot> instances, Func<GpuInstanceSnapshot, bool> isBusy)
    {
        if (_profiles?.Accounting is not SliceAccounting accounting)
        {
            return null;
        }

        Span<PresentInstance> present = new PresentInstance[instances.Count];
        for (int index = 0; index < present.Length; index++)
        {
            GpuInstanceSnapshot instance = instances[index];
            if (instance.PlacementStart is not uint start || instance.PlacementSize is not uint size)
            {
                return null;
            }

            present[index] = new PresentInstance(
                new Placement(start.Clamped(), size.Clamped()), (instance.ComputeSlices ?? 0).Clamped(), isBusy(instance), instance.Profile);
        }

        return accounting.Account(present);
    }

    // The driver's own answer, since it knows of limits we may not; computed from placements only where it does not answer.
    private ValueArray<PlaceableInstances> ReadPlaceable(GpuProbe gpu)
    {
        List<PlaceableInstances> placeable = [];
        foreach (MigProfile profile in _profiles?.Profiles ?? [])
        {
            uint? count = gpu.Ask(
                NvmlFunction.DeviceGetGpuInstanceRemainingCapacity,
                profile.Id,
                static (nvml, device, id) => nvml.GpuInstanceRemainingCapacity(device, id));
            if (count is uint room)
            {
                placeable.Add(new PlaceableInstances(profile.Name, room.Clamped()));
            }
        }

        placeable.Sort(static (left, right) => string.CompareOrdinal(left.Profile, right.Profile));
        return placeable.ToValueArray();
    }
}
