namespace Optimizer.Node.Devices;

/// <summary>A container device specification, as far as device files go. Source: CDI 0.6.0.</summary>
internal sealed record CdiSpec(string CdiVersion, string Kind, IReadOnlyList<CdiDevice> Devices, CdiEdits ContainerEdits);
