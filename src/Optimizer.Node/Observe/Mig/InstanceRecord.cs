using Optimizer.Nvml.Gpm;

namespace Optimizer.Node.Observe.Mig;

/// <summary>What the sampler keeps for one GPU instance as long as its fingerprint stays: samples and integrals.</summary>
internal sealed class InstanceRecord(ScannedInstance scanned) : IDisposable
{
    public ScannedInstance Scanned { get; } = scanned;

    public GpmWindow? Window { get; set; }

    public double EstimatedEnergyJoules { get; set; }

    public double IdleSeconds { get; set; }

    /// <summary>Frees the samples. Called before the session closes or when the instance is gone.</summary>
    public void Dispose()
    {
        GpmWindow? window = Window;
        Window = null;
        window?.Dispose();
    }
}
