namespace Optimizer.Host.Configuration;

/// <summary>What a changed setting needs to take effect.</summary>
internal enum ReloadEffect
{
    /// <summary>A reload (SIGHUP) applies it.</summary>
    OnReload,

    /// <summary>It is read once at start: a socket, a library, the sampler's and the exporter's options.</summary>
    OnRestart,
}
