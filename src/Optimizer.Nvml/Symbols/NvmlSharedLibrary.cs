using System.Runtime.InteropServices;

namespace Optimizer.Nvml.Symbols;

/// <summary>The exports of the vendor's <c>libnvidia-ml.so.1</c>.</summary>
public sealed class NvmlSharedLibrary : SafeHandle, INvmlSymbolSource
{
    /// <summary>The soname every driver installs.</summary>
    public const string DefaultName = "libnvidia-ml.so.1";

    private NvmlSharedLibrary(nint handle, string name)
        : base(nint.Zero, ownsHandle: true)
    {
        Description = name;
        SetHandle(handle);
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == nint.Zero;

    /// <summary>Opens the library.</summary>
    /// <param name="name">Soname or absolute path.</param>
    /// <returns>Null when the library is not installed: a node without GPUs, which is a normal state.</returns>
    public static NvmlSharedLibrary? TryOpen(string name = DefaultName) =>
        NativeLibrary.TryLoad(name, out nint handle) ? new NvmlSharedLibrary(handle, name) : null;

    /// <inheritdoc/>
    public bool TryGetSymbol(string name, out nint address) => NativeLibrary.TryGetExport(handle, name, out address);

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        NativeLibrary.Free(handle);
        return true;
    }
}
