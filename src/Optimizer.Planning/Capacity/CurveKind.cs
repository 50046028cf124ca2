namespace Optimizer.Planning.Capacity;

/// <summary>Which measurements a curve comes from.</summary>
internal enum CurveKind
{
    /// <summary>Inference that fills each profile: best total over batch sizes, at most three processes.</summary>
    Filled,

    /// <summary>Inference in one process at one batch size, which a large profile may leave idle.</summary>
    FixedBatch,

    /// <summary>Training iterations at one batch size.</summary>
    Training,
}
