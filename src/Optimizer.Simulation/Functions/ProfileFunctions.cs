using Optimizer.Nvml.Native;
using Optimizer.Simulation.Boards;
using Optimizer.Simulation.Drivers;
using Optimizer.Simulation.Faults;

namespace Optimizer.Simulation.Functions;

/// <summary>What profiles a board has and where they may sit.</summary>
internal static unsafe class ProfileFunctions
{
    /// <summary>One past the last GPU instance profile number the library knows.</summary>
    private const uint EnumCount = 18;

    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.Add(NvmlFunction.DeviceGetGpuInstanceProfileInfo, TargetKind.Gpu, (in CallTarget target, uint number, void* info) =>
        {
            NvmlReturn code = Find(driver, target.Gpu!, number, out BoardProfile? profile);
            return code == NvmlReturn.Success ? Answer.With(info, Plain(profile!)) : code;
        });
        table.Add(NvmlFunction.DeviceGetGpuInstanceProfileInfoV, TargetKind.Gpu, (in CallTarget target, uint number, void* info) =>
        {
            uint version = Answer.Version(info);
            bool knows = version == NvmlGpuInstanceProfileInfoV2.VersionWord
                || (version == NvmlGpuInstanceProfileInfoV3.VersionWord && driver.Branch >= DriverAge.ProfileInfoV3);
            if (!knows)
            {
                return info == null ? NvmlReturn.InvalidArgument : NvmlReturn.ArgumentVersionMismatch;
            }

            NvmlReturn code = Find(driver, target.Gpu!, number, out BoardProfile? profile);
            return code != NvmlReturn.Success ? code
                : version == NvmlGpuInstanceProfileInfoV2.VersionWord ? Answer.With(info, Second(profile!))
                : Answer.With(info, Third(profile!));
        });
        Bodies.UPP placements = (in CallTarget target, uint id, void* list, void* count) => Placements(driver, target.Gpu!, id, (NvmlGpuInstancePlacement*)list, (uint*)count);
        table.Add(NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2, TargetKind.Gpu, placements);
        table.Add(NvmlFunction.DeviceGetGpuInstancePossiblePlacements, TargetKind.Gpu, placements);
        table.Add(NvmlFunction.DeviceGetGpuInstanceRemainingCapacity, TargetKind.Gpu, (in CallTarget target, uint id, void* count) =>
        {
            NvmlReturn code = ById(driver, target.Gpu!, id, out BoardProfile? profile);
            return code != NvmlReturn.Success ? code
                : !target.Gpu!.MigEnabled ? NvmlReturn.NotSupported
                : Answer.With(count, (uint)target.Gpu.Partitions.RemainingCapacity(profile!));
        });
    }

    /// <summary>A profile by the id that <c>info.id</c> gave; privileged.</summary>
    public static NvmlReturn ById(SimulatedDriver driver, SimulatedGpu gpu, uint id, out BoardProfile? profile)
    {
        profile = gpu.Partitions.ProfileById(id);
        return profile is null ? NvmlReturn.InvalidArgument : driver.Plan.Privileged ? NvmlReturn.Success : NvmlReturn.NoPermission;
    }

    /// <summary>3 for a profile the board lacks, 2 past the last: how a caller enumerates.</summary>
    private static NvmlReturn Find(SimulatedDriver driver, SimulatedGpu gpu, uint number, out BoardProfile? profile)
    {
        profile = null;
        if (number >= EnumCount)
        {
            return NvmlReturn.InvalidArgument;
        }

        foreach (BoardProfile candidate in gpu.Profiles)
        {
            profile = candidate.EnumIndex == number ? candidate : profile;
        }

        bool silent = !gpu.MigEnabled && driver.Branch < DriverAge.ProfilesWithMigOff;
        return profile is null || silent ? NvmlReturn.NotSupported : NvmlReturn.Success;
    }

    private static NvmlReturn Placements(SimulatedDriver driver, SimulatedGpu gpu, uint id, NvmlGpuInstancePlacement* list, uint* count)
    {
        NvmlReturn code = ById(driver, gpu, id, out BoardProfile? profile);
        if (code != NvmlReturn.Success || count == null)
        {
            return count == null ? NvmlReturn.InvalidArgument : code;
        }

        if (list != null && *count < (uint)profile!.Placements.Length)
        {
            return NvmlReturn.InsufficientSize;
        }

        for (int index = 0; list != null && index < profile!.Placements.Length; index++)
        {
            list[index] = new NvmlGpuInstancePlacement { Start = (uint)profile.Placements[index].Start, Size = (uint)profile.Placements[index].Size };
        }

        *count = (uint)profile!.Placements.Length;
        return NvmlReturn.Success;
    }

    private static NvmlGpuInstanceProfileInfo Plain(BoardProfile profile) => new()
    {
        Id = (uint)profile.Id,
        SliceCount = (uint)profile.ComputeSlices,
        InstanceCount = (uint)profile.MaxInstances,
        MultiprocessorCount = (uint)profile.Multiprocessors,
        CopyEngineCount = (uint)profile.CopyEngines,
        DecoderCount = (uint)profile.Decoders,
        EncoderCount = (uint)profile.Encoders,
        JpegCount = (uint)profile.Jpeg,
        OfaCount = (uint)profile.OpticalFlow,
        MemorySizeMB = (ulong)profile.MemoryMib,
    };

    private static NvmlGpuInstanceProfileInfoV2 Second(BoardProfile profile)
    {
        NvmlGpuInstanceProfileInfo plain = Plain(profile);
        NvmlGpuInstanceProfileInfoV2 info = new()
        {
            Version = NvmlGpuInstanceProfileInfoV2.VersionWord,
            Id = plain.Id,
            SliceCount = plain.SliceCount,
            InstanceCount = plain.InstanceCount,
            MultiprocessorCount = plain.MultiprocessorCount,
            CopyEngineCount = plain.CopyEngineCount,
            DecoderCount = plain.DecoderCount,
            EncoderCount = plain.EncoderCount,
            JpegCount = plain.JpegCount,
            OfaCount = plain.OfaCount,
            MemorySizeMB = plain.MemorySizeMB,
        };
        NvmlText.TryWrite(profile.DriverName, new Span<byte>(&info.Name, sizeof(NvmlBytes96)));
        return info;
    }

    private static NvmlGpuInstanceProfileInfoV3 Third(BoardProfile profile)
    {
        NvmlGpuInstanceProfileInfo plain = Plain(profile);
        NvmlGpuInstanceProfileInfoV3 info = new()
        {
            Version = NvmlGpuInstanceProfileInfoV3.VersionWord,
            Id = plain.Id,
            SliceCount = plain.SliceCount,
            InstanceCount = plain.InstanceCount,
            MultiprocessorCount = plain.MultiprocessorCount,
            CopyEngineCount = plain.CopyEngineCount,
            DecoderCount = plain.DecoderCount,
            EncoderCount = plain.EncoderCount,
            JpegCount = plain.JpegCount,
            OfaCount = plain.OfaCount,
            MemorySizeMB = plain.MemorySizeMB,
            Capabilities = profile.Name.EndsWith("+gfx", StringComparison.Ordinal) ? 2u : 0u,
        };
        NvmlText.TryWrite(profile.DriverName, new Span<byte>(&info.Name, sizeof(NvmlBytes96)));
        return info;
    }
}
