namespace Optimizer.Simulation.Services;

/// <summary>What can go wrong with a service's replicas. In scenario files: the members' names in kebab case.</summary>
public enum ServiceFaultKind
{
    /// <summary>A replica that is started ends before it is ready, after its restart time.</summary>
    WontStart,

    /// <summary>A replica that is asked to stop does not; it serves no more and keeps its memory.</summary>
    WontStop,

    /// <summary>A replica ends by itself <see cref="ServiceFault.Amount"/> seconds after it got ready.</summary>
    Dies,

    /// <summary>A replica needs <see cref="ServiceFault.Amount"/> times its restart time.</summary>
    SlowStart,

    /// <summary>Its checkpoint command fails, so it is not stopped.</summary>
    CheckpointFails,

    /// <summary>The runtime cannot say what runs; <see cref="ServiceFault.Service"/> is ignored.</summary>
    Unreadable,
}
