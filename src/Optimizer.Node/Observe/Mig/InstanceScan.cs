using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Observe.Mig;

/// <summary>Finds every GPU instance and compute instance of one GPU, anew each cycle: handles and indexes are never kept.</summary>
internal sealed class InstanceScan
{
    private readonly nint[] _handles = new nint[64];
    private readonly Dictionary<(uint Instance, uint Compute), (NvmlBytes96 Bytes, string Text)> _uuids = [];
    private readonly List<(uint Instance, ComputeInstanceSnapshot Compute)> _computes = [];
    private readonly Dictionary<uint, nint> _migDevices = [];

    /// <summary>Handle of one MIG device of each instance, by instance id, valid for this cycle: memory and ECC are read through it.</summary>
    public IReadOnlyDictionary<uint, nint> MigDevices => _migDevices;

    /// <summary>Scans.</summary>
    /// <returns>Instances ordered by id; null when a call failed, so that half a layout is never taken for the whole.</returns>
    public List<ScannedInstance>? Read(GpuProbe gpu, ProfileTable profiles)
    {
        if (!ReadMigDevices(gpu))
        {
            return null;
        }

        List<ScannedInstance> found = [];
        bool complete = gpu.MayAsk(NvmlFunction.DeviceGetGpuInstances, 0)
            ? ReadByProfile(gpu, profiles, found)
            : ReadFromMigDevices(gpu, profiles, found);
        found.Sort(static (left, right) => left.Id.CompareTo(right.Id));
        return complete ? found : null;
    }

    private bool ReadMigDevices(GpuProbe gpu)
    {
        _computes.Clear();
        _migDevices.Clear();
        uint max = gpu.Ask(NvmlFunction.DeviceGetMaxMigDeviceCount, static (nvml, device) => nvml.MaxMigDeviceCount(device)) ?? 0;
        for (uint index = 0; index < max && gpu.IsAlive; index++)
        {
            NvmlResult<nint> device = gpu.Nvml.MigDeviceByIndex(gpu.Device, index);
            if (device.Code == NvmlReturn.NotFound)
            {
                continue; // indexes have holes
            }

            if (!gpu.Accept(NvmlFunction.DeviceGetMigDeviceHandleByIndex, index, device.Code) || !ReadMigDevice(gpu, device.Value))
            {
                return false;
            }
        }

        _computes.Sort(static (left, right) => (left.Instance, left.Compute.Id).CompareTo((right.Instance, right.Compute.Id)));
        return gpu.IsAlive;
    }

    private bool ReadMigDevice(GpuProbe gpu, nint device)
    {
        NvmlResult<uint> instance = gpu.Nvml.GpuInstanceId(device);
        NvmlResult<uint> compute = gpu.Nvml.ComputeInstanceId(device);
        if (!gpu.Accept(NvmlFunction.DeviceGetGpuInstanceId, 0, instance.Code)
            || !gpu.Accept(NvmlFunction.DeviceGetComputeInstanceId, 0, compute.Code))
        {
            return false;
        }

        _migDevices.TryAdd(instance.Value, device);
        _computes.Add((instance.Value, new ComputeInstanceSnapshot(compute.Value, Uuid(gpu, device, (instance.Value, compute.Value)))));
        return true;
    }

    // The UUID is asked for each cycle, since ids are reused; the string is made only when it differs.
    private string? Uuid(GpuProbe gpu, nint device, (uint Instance, uint Compute) key)
    {
        NvmlBytes96 bytes = default;
        if (!gpu.Accept(NvmlFunction.DeviceGetUUID, 1, gpu.Nvml.UuidBytes(device, ref bytes)))
        {
            return null;
        }

        if (_uuids.TryGetValue(key, out (NvmlBytes96 Bytes, string Text) known) && ((ReadOnlySpan<byte>)known.Bytes).SequenceEqual(bytes))
        {
            return known.Text;
        }

        string text = NvmlText.Read(bytes);
        _uuids[key] = (bytes, text);
        return text;
    }

    private bool ReadByProfile(GpuProbe gpu, ProfileTable profiles, List<ScannedInstance> found)
    {
        foreach (MigProfile profile in profiles.Profiles)
        {
            NvmlResult<int> count = gpu.Nvml.GpuInstances(gpu.Device, profile.Id, _handles);
            if (count.Code == NvmlReturn.NoPermission)
            {
                gpu.Accept(NvmlFunction.DeviceGetGpuInstances, 0, NvmlReturn.NotSupported);
                found.Clear();
                return ReadFromMigDevices(gpu, profiles, found);
            }

            if (!gpu.Accept(NvmlFunction.DeviceGetGpuInstances, profile.Id + 1, count.Code))
            {
                return false;
            }

            for (int index = 0; index < count.Value; index++)
            {
                NvmlResult<NvmlGpuInstanceInfo> info = gpu.Nvml.GpuInstanceInfo(_handles[index]);
                if (!gpu.Accept(NvmlFunction.GpuInstanceGetInfo, 0, info.Code))
                {
                    return false;
                }

                found.Add(ToInstance(info.Value, profile));
            }
        }

        return true;
    }

    private ScannedInstance ToInstance(in NvmlGpuInstanceInfo info, MigProfile profile) => new()
    {
        Id = info.Id,
        Profile = profile.Name,
        Placement = new Placement(info.Placement.Start.Clamped(), info.Placement.Size.Clamped()),
        ComputeSlices = (uint)profile.ComputeSlices,
        Multiprocessors = (uint)profile.Multiprocessors,
        ComputeInstances = ComputesOf(info.Id),
    };

    // Without the MIG config capability only MIG devices can be seen: instances with a compute instance, without placement.
    private bool ReadFromMigDevices(GpuProbe gpu, ProfileTable profiles, List<ScannedInstance> found)
    {
        foreach ((uint id, nint device) in _migDevices)
        {
            NvmlResult<NvmlDeviceAttributes> attributes = gpu.Nvml.Attributes(device);
            NvmlResult<string> name = gpu.Nvml.Name(device);
            if (!gpu.Accept(NvmlFunction.DeviceGetAttributes_v2, 1, attributes.Code) || !gpu.Accept(NvmlFunction.DeviceGetName, 1, name.Code))
            {
                return false;
            }

            string profileName = ProfileInName(name.Value);
            MigProfile? profile = Array.Find(profiles.Profiles, known => known.Name == profileName);
            found.Add(new ScannedInstance
            {
                Id = id,
                Profile = profileName,
                ComputeSlices = attributes.Value.GpuInstanceSliceCount,
                Multiprocessors = profile is null ? null : (uint)profile.Multiprocessors,
                ComputeInstances = ComputesOf(id),
            });
        }

        return true;
    }

    /// <summary>"NVIDIA H100 80GB HBM3 MIG 1c.3g.40gb" holds the profile 3g.40gb.</summary>
    internal static string ProfileInName(string name)
    {
        string last = name[(name.LastIndexOf(' ') + 1)..];
        int dot = last.IndexOf('.', StringComparison.Ordinal);
        return dot > 0 && last[dot - 1] == 'c' ? last[(dot + 1)..] : last;
    }

    private ValueArray<ComputeInstanceSnapshot> ComputesOf(uint instanceId)
    {
        int count = 0;
        foreach ((uint instance, _) in _computes)
        {
            count += instance == instanceId ? 1 : 0;
        }

        ComputeInstanceSnapshot[] computes = new ComputeInstanceSnapshot[count];
        int next = 0;
        foreach ((uint instance, ComputeInstanceSnapshot compute) in _computes)
        {
            if (instance == instanceId)
            {
                computes[next++] = compute;
            }
        }

        return ValueArray.Create<ComputeInstanceSnapshot>(computes);
    }
}
