using System.Runtime.InteropServices;
using Optimizer.Nvml.Native;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Functions;

/// <summary>Sessions, versions, process names.</summary>
internal static unsafe class SystemFunctions
{
    public static void AddTo(FunctionTable table, SimulatedDriver driver)
    {
        table.AddGlobal(NvmlFunction.Init_v2, TargetKind.Anytime, (in CallTarget _) => driver.OpenSession());
        table.AddGlobal(NvmlFunction.InitWithFlags, TargetKind.Anytime, (in CallTarget _, uint flags) =>
            flags > 7 ? NvmlReturn.InvalidArgument : driver.OpenSession());
        table.AddGlobal(NvmlFunction.Shutdown, TargetKind.Session, (in CallTarget _) => driver.CloseSession());
        table.AddGlobal(NvmlFunction.SystemGetDriverVersion, TargetKind.Session, (in CallTarget _, void* text, uint length) =>
            Answer.Text(text, length, driver.DriverVersion));
        table.AddGlobal(NvmlFunction.SystemGetNVMLVersion, TargetKind.Anytime, (in CallTarget _, void* text, uint length) =>
            Answer.Text(text, length, $"{driver.Plan.CudaVersion / 1000}.{driver.DriverVersion}"));
        table.AddGlobal(NvmlFunction.SystemGetCudaDriverVersion_v2, TargetKind.Anytime, (in CallTarget _, void* version) =>
            Answer.With(version, driver.Plan.CudaVersion));
        table.AddGlobal(NvmlFunction.SystemGetProcessName, TargetKind.Session, (in CallTarget _, uint pid, void* text, uint length) =>
            driver.FindProcess(pid) is { } found ? Answer.Text(text, length, found.Process.Identity.Command) : NvmlReturn.NotFound);
        table.Keep(NvmlFunction.ErrorString, new Signatures.Text(ErrorText));
    }

    /// <summary>Text a C caller may keep for ever, as the library's own constants.</summary>
    private static readonly Dictionary<int, nint> Texts = Enum.GetValues<NvmlReturn>().ToDictionary(code => (int)code, code => Marshal.StringToHGlobalAnsi(Sentence(code)));

    private static nint ErrorText(int code) => Texts.GetValueOrDefault(code, Texts[(int)NvmlReturn.Unknown]);

    private static string Sentence(NvmlReturn code) => code switch
    {
        NvmlReturn.Success => "Success",
        NvmlReturn.Uninitialized => "Uninitialized",
        NvmlReturn.InvalidArgument => "Invalid Argument",
        NvmlReturn.NotSupported => "Not Supported",
        NvmlReturn.NoPermission => "Insufficient Permissions",
        NvmlReturn.NotFound => "Not Found",
        NvmlReturn.InsufficientSize => "Insufficient Size",
        NvmlReturn.DriverNotLoaded => "Driver Not Loaded",
        NvmlReturn.Timeout => "Timeout",
        NvmlReturn.FunctionNotFound => "Function Not Found",
        NvmlReturn.GpuIsLost => "GPU is lost",
        NvmlReturn.ResetRequired => "GPU requires reset",
        NvmlReturn.LibRmVersionMismatch => "Driver/library version mismatch",
        NvmlReturn.InUse => "In use by another client",
        NvmlReturn.InsufficientResources => "Insufficient Resources",
        NvmlReturn.ArgumentVersionMismatch => "Argument version mismatch",
        NvmlReturn.Unknown => "Unknown Error",
        _ => code.ToString(),
    };
}
