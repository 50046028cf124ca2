namespace Optimizer.Node.Devices;

/// <summary>What a container gets with a device.</summary>
internal sealed record CdiEdits(IReadOnlyList<CdiNode> DeviceNodes);
