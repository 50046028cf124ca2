using Optimizer.Nvml.Symbols;
using Optimizer.Simulation.Drivers;

namespace Optimizer.Simulation.Symbols;

/// <summary>The exports of a simulated driver: C function pointers, as a loaded library would give them.</summary>
/// <remarks>
/// Opening again is cheap and gives the same addresses, as loading a library twice does. Addresses stay callable as long as the node lives;
/// after this source is disposed of it finds nothing more.
/// </remarks>
public sealed class SimulatedSymbolSource : INvmlSymbolSource
{
    private readonly SimulatedDriver _driver;
    private bool _closed;

    internal SimulatedSymbolSource(SimulatedDriver driver) => _driver = driver;

    /// <inheritdoc/>
    public string Description => $"simulated node {_driver.Plan.Name}";

    /// <inheritdoc/>
    public bool TryGetSymbol(string name, out nint address)
    {
        address = 0;
        return !_closed && _driver.Functions.TryGet(name, out address);
    }

    /// <inheritdoc/>
    public void Dispose() => _closed = true;
}
