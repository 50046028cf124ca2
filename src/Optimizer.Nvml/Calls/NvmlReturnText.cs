using System.Globalization;
using System.Text.Json;
using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <summary>Names and remedies of return codes, for metrics and messages.</summary>
public static class NvmlReturnText
{
    private static readonly Dictionary<NvmlReturn, string> Names =
        Enum.GetValues<NvmlReturn>().ToDictionary(code => code, code => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString()));

    /// <summary>Name for metrics, for example <c>gpu_is_lost</c>; <c>code_N</c> for a number this version does not know.</summary>
    public static string MetricName(this NvmlReturn code) =>
        Names.TryGetValue(code, out string? name) ? name : string.Create(CultureInfo.InvariantCulture, $"code_{(int)code}");

    /// <summary>What an operator can do about a code; null when nothing is to be done.</summary>
    public static string? Remedy(this NvmlReturn code) => code switch
    {
        NvmlReturn.NoPermission => "run as root, or grant the MIG config and monitor capabilities",
        NvmlReturn.DriverNotLoaded => "load the NVIDIA kernel module (modprobe nvidia) and check dmesg",
        NvmlReturn.LibRmVersionMismatch => "driver and library differ in version: finish the driver upgrade, reload the module or reboot",
        NvmlReturn.GpuIsLost => "check dmesg for Xid 79 and the PCIe link; drain the node and reset or reseat the GPU",
        NvmlReturn.ResetRequired => "drain the GPU and reset it (nvidia-smi --gpu-reset)",
        NvmlReturn.OperatingSystem => "a control group or sandbox blocks the device node: check DeviceAllow of the unit",
        NvmlReturn.InsufficientPower => "attach the board's external power",
        NvmlReturn.LibraryNotFound => "install the NVIDIA driver, or set nvml.library to where its management library is",
        NvmlReturn.InUse => "stop whatever holds the device, monitoring agents included",
        _ => null,
    };
}
