namespace Optimizer.Model.Snapshots;

/// <summary>An execution pipe of the SM.</summary>
public enum Pipe
{
    /// <summary>Tensor cores, any format (GPM 5).</summary>
    Tensor,

    /// <summary>Tensor cores, FP16/BF16 (GPM 7).</summary>
    Hmma,

    /// <summary>Tensor cores, integer (GPM 9).</summary>
    Imma,

    /// <summary>Tensor cores, FP64 (GPM 6).</summary>
    Dfma,

    /// <summary>FP64 (GPM 11).</summary>
    Fp64,

    /// <summary>FP32 (GPM 12).</summary>
    Fp32,

    /// <summary>FP16 (GPM 13).</summary>
    Fp16,

    /// <summary>Integer (GPM 4).</summary>
    Int,
}
