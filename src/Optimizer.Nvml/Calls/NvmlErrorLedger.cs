using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Calls;

/// <summary>Counts failed calls by function and code. Thread safe; never falls.</summary>
/// <remarks>
/// Answers that are part of normal operation are not errors: not supported, a missing export, a hole in the MIG index, no event yet, a buffer
/// that must grow, nothing to report. Ends of enumerations, and version words an older driver does not
/// know, are invalid arguments by design.
/// </remarks>
public sealed class NvmlErrorLedger
{
    // Codes 0..30 keep their number; anything else shares the last column, which is UNKNOWN for every driver known.
    private const int Columns = 32;
    private readonly long[] _counts = new long[NvmlFunctionNames.Count * Columns];

    /// <summary>Counts one answer.</summary>
    public void Record(NvmlFunction function, NvmlReturn code)
    {
        if (IsError(function, code))
        {
            Interlocked.Increment(ref _counts[((int)function * Columns) + Column(code)]);
        }
    }

    /// <summary>Counts that are not zero, ordered by function, then code.</summary>
    public IEnumerable<(NvmlFunction Function, NvmlReturn Code, long Count)> Read()
    {
        for (int index = 0; index < _counts.Length; index++)
        {
            long count = Interlocked.Read(ref _counts[index]);
            if (count > 0)
            {
                int column = index % Columns;
                yield return ((NvmlFunction)(index / Columns), column == Columns - 1 ? NvmlReturn.Unknown : (NvmlReturn)column, count);
            }
        }
    }

    private static int Column(NvmlReturn code) => (uint)code < Columns - 1 ? (int)code : Columns - 1;

    private static bool IsError(NvmlFunction function, NvmlReturn code) => code switch
    {
        NvmlReturn.Success or NvmlReturn.NotSupported or NvmlReturn.FunctionNotFound or NvmlReturn.NotFound
            or NvmlReturn.Timeout or NvmlReturn.InsufficientSize or NvmlReturn.NoData => false,
        NvmlReturn.InvalidArgument => function is not (NvmlFunction.DeviceGetGpuInstanceProfileInfo
            or NvmlFunction.DeviceGetGpuInstanceProfileInfoV or NvmlFunction.DeviceGetGpuFabricInfoV
            or NvmlFunction.DeviceGetMemoryInfo_v2 or NvmlFunction.DeviceGetNvLinkState
            or NvmlFunction.GpuInstanceGetComputeInstanceProfileInfo or NvmlFunction.GpuInstanceGetComputeInstanceProfileInfoV),
        NvmlReturn.ArgumentVersionMismatch => false, // the binding asks again with an older struct
        _ => true,
    };
}
