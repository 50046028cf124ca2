namespace Optimizer.Model.Mig;

/// <summary>Fixed-function engines: what an instance of a profile owns, or what a board has.</summary>
/// <param name="Copy">Copy engines (DMA).</param>
/// <param name="Decoder">Video decoders (NVDEC).</param>
/// <param name="Encoder">Video encoders (NVENC); none on data-centre boards before RTX PRO.</param>
/// <param name="Jpeg">JPEG decoders.</param>
/// <param name="Ofa">Optical flow accelerators; one per board, owned through <c>+me</c> or a full-width profile.</param>
/// <remarks>Source: nvmlDeviceGetGpuInstanceProfileInfoV.</remarks>
public sealed record EngineCounts(int Copy, int Decoder, int Encoder, int Jpeg, int Ofa)
{
    /// <summary>No engine of any kind.</summary>
    public static EngineCounts None { get; } = new(0, 0, 0, 0, 0);

    /// <summary>True when no kind is below zero.</summary>
    internal bool IsNonNegative => Copy >= 0 && Decoder >= 0 && Encoder >= 0 && Jpeg >= 0 && Ofa >= 0;
}
