namespace Optimizer.Node.Observe;

/// <summary>What of the sampler's own objects in the driver is freed before a job, because it would hold the GPU.</summary>
internal enum DriverObjects
{
    /// <summary>Nothing: the job reads, or adds.</summary>
    None,

    /// <summary>Samples taken of the GPU's instances: an instance is to be destroyed.</summary>
    Samples,

    /// <summary>Those and the event set: the MIG mode is to change.</summary>
    SamplesAndEvents,
}
