using Optimizer.Nvml.Native;

namespace Optimizer.Nvml.Sessions;

/// <summary>How an attempt to open NVML ended.</summary>
/// <param name="Code">Success, <see cref="NvmlReturn.LibraryNotFound"/> when there is no library, else what nvmlInit_v2 answered.</param>
/// <param name="Trouble">One sentence with what was tried, what was seen and what to do; null on success.</param>
public sealed record NvmlOpening(NvmlReturn Code, string? Trouble)
{
    /// <summary>NVML is open.</summary>
    public bool IsSuccess => Code == NvmlReturn.Success;
}
