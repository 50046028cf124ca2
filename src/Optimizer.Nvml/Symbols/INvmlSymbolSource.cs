namespace Optimizer.Nvml.Symbols;

/// <summary>Where the binding finds NVML's exports: the vendor's library, or a simulated driver.</summary>
/// <remarks>
/// The only seam between hardware and simulation. Addresses must stay callable with the C calling convention until <see cref="IDisposable.Dispose"/>.
/// </remarks>
public interface INvmlSymbolSource : IDisposable
{
    /// <summary>What the symbols come from, for messages: a library path, or the name of a simulated node.</summary>
    string Description { get; }

    /// <summary>Looks up one export by its C name.</summary>
    /// <param name="name">C name with its suffix, for example <c>nvmlDeviceGetCount_v2</c>.</param>
    /// <param name="address">Address of the function; 0 when the answer is false.</param>
    /// <returns>False when this driver has no such export, which is a normal answer of an older driver.</returns>
    bool TryGetSymbol(string name, out nint address);
}
