namespace Optimizer.Host.Configuration;

/// <summary>How far the daemon goes by itself.</summary>
internal enum OptimizerMode
{
    /// <summary>It reads and exports, and changes nothing.</summary>
    Observe,
}
