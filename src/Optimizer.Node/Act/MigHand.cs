using System.Collections.Immutable;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Observe;
using Optimizer.Node.Observe.Mig;
using Optimizer.Nvml.Calls;
using Optimizer.Nvml.Native;

namespace Optimizer.Node.Act;

/// <summary>One GPU during one job: found by its UUID, read and changed. Lives no longer than the job, as its handles do.</summary>
/// <remarks>A call that fails is kept in <see cref="Failure"/> and the answer is null: half a topology is never taken for the whole.</remarks>
internal sealed partial class MigHand(NvmlLibrary nvml, GpuUuid gpu)
{
    // The newest header knows 18 numbers; a driver says where its own end. The bound only stops a driver that never does.
    private const uint MaxProfileNumbers = 64;

    private readonly nint[] _handles = new nint[64];

    /// <summary>The GPU.</summary>
    public GpuUuid Gpu => gpu;

    /// <summary>The open library.</summary>
    public NvmlLibrary Nvml => nvml;

    /// <summary>NVML's handle as last resolved.</summary>
    public nint Device { get; private set; }

    /// <summary>The call that ended the last reading; meaningful after an answer of null.</summary>
    public NvmlFailure Failure { get; private set; }

    /// <summary>Finds the GPU again and reads everything, twice when somebody changed instances in the middle of it.</summary>
    public MigTopology? Read() => ReadOnce() ?? (Moved(Failure.Code) ? ReadOnce() : null);

    /// <summary>Finds the GPU by its UUID.</summary>
    public bool Resolve()
    {
        NvmlResult<nint> device = nvml.DeviceByUuid(gpu.Value);
        Device = device.Value;

        // A UUID the driver does not know is a GPU it has lost sight of.
        NvmlReturn code = device.Code is NvmlReturn.NotFound or NvmlReturn.InvalidArgument ? NvmlReturn.GpuNotFound : device.Code;
        return Accept(NvmlFunction.DeviceGetHandleByUUID, code);
    }

    /// <summary>Id of the compute profile that spans an instance; null when there is none or it cannot be asked.</summary>
    public uint? SpanningProfile(FoundInstance instance)
    {
        // In ascending order the plain profiles come before those with media engines of the same width, which are not wanted.
        for (uint number = 0; number < MaxProfileNumbers; number++)
        {
            NvmlResult<NvmlComputeInstanceProfileInfo> info = nvml.ComputeInstanceProfile(instance.Handle, number);
            if (info.IsSuccess && info.Value.SliceCount == instance.ComputeSlices)
            {
                return info.Value.Id;
            }

            if (info.Code == NvmlReturn.InvalidArgument && number > 0)
            {
                break; // past the last number
            }

            if (!info.IsSuccess && info.Code != NvmlReturn.NotSupported)
            {
                Failure = new(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, info.Code);
                return null;
            }
        }

        Failure = new(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, NvmlReturn.NotSupported);
        return null;
    }

    private static bool Moved(NvmlReturn code) => code is NvmlReturn.InvalidArgument or NvmlReturn.NotFound;

    private MigTopology? ReadOnce()
    {
        if (!Resolve())
        {
            return null;
        }

        NvmlResult<(uint Current, uint Pending)> mode = nvml.MigMode(Device);
        if (!Accept(NvmlFunction.DeviceGetMigMode, mode.Code))
        {
            return null;
        }

        (bool enabled, bool pending) = (mode.Value.Current == 1, mode.Value.Pending == 1);
        Dictionary<string, OfferedProfile> profiles = new(StringComparer.Ordinal);
        List<FoundInstance> instances = [];
        if (enabled && !(ReadProfiles(profiles) && ReadInstances(profiles, instances)))
        {
            return null;
        }

        return new MigTopology(enabled, pending, profiles.ToImmutableDictionary(), [.. instances.OrderBy(static found => found.Id)]);
    }

    private bool ReadProfiles(Dictionary<string, OfferedProfile> profiles)
    {
        double? gibibytes = nvml.MemoryInfo(Device).TryGet(out NvmlMemory memory) ? memory.Total / 1073741824.0 : null;
        for (uint number = 0; number < MaxProfileNumbers; number++)
        {
            NvmlResult<NvmlGpuInstanceProfileInfoV3> info = nvml.GpuInstanceProfile(Device, number);
            if (info.Code is NvmlReturn.InvalidArgument or NvmlReturn.FunctionNotFound)
            {
                break;
            }

            if (info.Code == NvmlReturn.NotSupported)
            {
                continue;
            }

            if (!Accept(NvmlFunction.DeviceGetGpuInstanceProfileInfoV, info.Code))
            {
                return false;
            }

            profiles.TryAdd(ProfileTable.NameOf(info.Value, number, gibibytes), new OfferedProfile(info.Value.Id, info.Value.SliceCount));
        }

        // A GPU with the mode on and no profiles has not answered.
        return profiles.Count > 0 || Accept(NvmlFunction.DeviceGetGpuInstanceProfileInfoV, NvmlReturn.NotReady);
    }

    private bool ReadInstances(Dictionary<string, OfferedProfile> profiles, List<FoundInstance> found)
    {
        foreach ((string name, OfferedProfile profile) in profiles)
        {
            NvmlResult<int> count = nvml.GpuInstances(Device, profile.Id, _handles);
            if (count.Code == NvmlReturn.NotSupported && nvml.GpuInstanceRemainingCapacity(Device, profile.Id).Code == NvmlReturn.NotSupported)
            {
                continue; // offered, but none can be; one refusal alone would hide instances that are there
            }

            if (!Accept(NvmlFunction.DeviceGetGpuInstances, count.Code))
            {
                return false;
            }

            foreach (nint handle in _handles[..count.Value])
            {
                if (ReadInstance(name, profile, handle) is not FoundInstance instance)
                {
                    return false;
                }

                found.Add(instance);
            }
        }

        return true;
    }

    private FoundInstance? ReadInstance(string name, OfferedProfile profile, nint handle)
    {
        NvmlResult<NvmlGpuInstanceInfo> info = nvml.GpuInstanceInfo(handle);
        if (!Accept(NvmlFunction.GpuInstanceGetInfo, info.Code) || ReadComputes(handle) is not ImmutableArray<FoundCompute> computes)
        {
            return null;
        }

        PlacedInstance place = new(name, new Placement(info.Value.Placement.Start.Clamped(), info.Value.Placement.Size.Clamped()));
        InstanceMark mark = new(info.Value.Id, place, computes.Select(static compute => (compute.Id, compute.Slices)).ToValueArray());
        return new FoundInstance(mark, profile.ComputeSlices, handle, computes);
    }

    // By profile, since a MIG device handle exists only for an instance that has a compute instance.
    private ImmutableArray<FoundCompute>? ReadComputes(nint instance)
    {
        SortedDictionary<uint, FoundCompute> found = [];
        nint[] handles = new nint[16];
        for (uint number = 0; number < MaxProfileNumbers; number++)
        {
            NvmlResult<NvmlComputeInstanceProfileInfo> profile = nvml.ComputeInstanceProfile(instance, number);
            if (profile.Code is NvmlReturn.NotSupported)
            {
                continue;
            }

            // Past the last number, unless the very first is refused: then the handle is dead.
            if (profile.Code is NvmlReturn.InvalidArgument && number > 0)
            {
                break;
            }

            if (!Accept(NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo, profile.Code))
            {
                return null;
            }

            NvmlResult<int> count = nvml.ComputeInstances(instance, profile.Value.Id, handles);
            if (!Accept(NvmlFunction.GpuInstanceGetComputeInstances, count.Code))
            {
                return null;
            }

            foreach (nint handle in handles[..count.Value])
            {
                NvmlResult<NvmlComputeInstanceInfo> info = nvml.ComputeInstanceInfo(handle);
                if (!Accept(NvmlFunction.ComputeInstanceGetInfo_v2, info.Code))
                {
                    return null;
                }

                found[info.Value.Id] = new FoundCompute(info.Value.Id, profile.Value.SliceCount, handle);
            }
        }

        return [.. found.Values];
    }

    private bool Accept(NvmlFunction function, NvmlReturn code)
    {
        if (code != NvmlReturn.Success)
        {
            Failure = new(function, code);
        }

        return code == NvmlReturn.Success;
    }
}
