using Optimizer.Model.Collections;
using Optimizer.Model.Snapshots;

namespace Optimizer.Node.Devices;

/// <summary>A GPU with the MIG devices on it.</summary>
/// <param name="Gpu">Which.</param>
/// <param name="Minor">N of <c>/dev/nvidiaN</c>; null when the driver does not say.</param>
/// <param name="MigEnabled">MIG mode is on: the GPU as a whole cannot be used.</param>
/// <param name="MigDevices">By GPU instance, then compute instance.</param>
public sealed record PresentGpu(GpuUuid Gpu, uint? Minor, bool MigEnabled, ValueArray<PresentMigDevice> MigDevices);
