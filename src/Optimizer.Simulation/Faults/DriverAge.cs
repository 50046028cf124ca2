using Optimizer.Nvml.Native;

namespace Optimizer.Simulation.Faults;

/// <summary>What a driver of a given branch has. Source: the header history, by first appearance; nothing else makes a driver old here.</summary>
internal static class DriverAge
{
    private static readonly int[] Branches = Since();

    /// <summary>The branch of a version such as 580.95.05; 0 when it is not one.</summary>
    public static int Branch(string version) => int.TryParse(version.Split('.')[0], out int branch) ? branch : 0;

    public static bool Exports(this int branch, NvmlFunction function) => branch >= Branches[(int)function];

    /// <summary>Profiles that came later than MIG itself: media extensions with R470, double-memory 1g and its A30 kin with R525.</summary>
    public static int ProfileSince(int enumIndex) => enumIndex switch { 7 => 470, 8 or 9 => 525, >= 10 => 575, _ => 450 };

    public static int FieldSince(uint field) => field switch
    {
        NvmlField.MigQueryIndependentOfMode => 550,
        >= NvmlField.SwThermalThrottleTime => 575,
        >= NvmlField.GpuRecoveryAction => 570,
        >= 200 => 560,
        NvmlField.PcieBytesTx or NvmlField.PcieBytesRx => 555,
        >= 164 => 535,
        _ => 450,
    };

    /// <summary>The third version of the profile structs (derived: between the second, R510, and the present header).</summary>
    public const int ProfileInfoV3 = 550;

    /// <summary>The third version of the fabric struct (derived).</summary>
    public const int FabricInfoV3 = 580;

    /// <summary>Older drivers cannot describe profiles while MIG is off.</summary>
    public const int ProfilesWithMigOff = 550;

    /// <summary>Before this branch a MIG device's UUID was <c>MIG-GPU-&lt;gpu uuid&gt;/GI/CI</c>.</summary>
    public const int MigUuidsOfTheirOwn = 470;

    private static int[] Since()
    {
        int[] branches = new int[NvmlFunctionNames.Count];
        Array.Fill(branches, 450);
        Set(branches, 470, NvmlFunction.DeviceGetNvLinkRemoteDeviceType, NvmlFunction.DeviceGetGpuInstancePossiblePlacements_v2);
        Set(branches, 510, NvmlFunction.DeviceGetNumGpuCores, NvmlFunction.DeviceGetMemoryInfo_v2, NvmlFunction.DeviceGetComputeRunningProcesses_v3, NvmlFunction.DeviceGetGraphicsRunningProcesses_v3, NvmlFunction.DeviceGetGpuInstanceProfileInfoV, NvmlFunction.GpuInstanceGetComputeInstanceProfileInfoV);
        Set(branches, 515, NvmlFunction.DeviceGetGspFirmwareVersion);
        Set(branches, 520, NvmlFunction.GpmQueryDeviceSupport, NvmlFunction.GpmSampleAlloc, NvmlFunction.GpmSampleFree, NvmlFunction.GpmSampleGet, NvmlFunction.GpmMetricsGet);
        Set(branches, 525, NvmlFunction.DeviceGetGpuFabricInfo, NvmlFunction.GpuInstanceGetComputeInstancePossiblePlacements, NvmlFunction.GpuInstanceCreateComputeInstanceWithPlacement, NvmlFunction.GpmMigSampleGet);
        Set(branches, 535, NvmlFunction.DeviceGetJpgUtilization, NvmlFunction.DeviceGetOfaUtilization, NvmlFunction.DeviceGetCurrentClocksEventReasons, NvmlFunction.DeviceGetSupportedClocksEventReasons);
        Set(branches, 550, NvmlFunction.DeviceGetGpuFabricInfoV, NvmlFunction.DeviceGetNumaNodeId);
        Set(branches, 570, NvmlFunction.DeviceGetTemperatureV, NvmlFunction.DeviceGetMarginTemperature);
        Set(branches, 595, NvmlFunction.DeviceGetRemappedRows_v2);
        return branches;
    }

    private static void Set(int[] branches, int branch, params ReadOnlySpan<NvmlFunction> functions)
    {
        foreach (NvmlFunction function in functions)
        {
            branches[(int)function] = branch;
        }
    }
}
