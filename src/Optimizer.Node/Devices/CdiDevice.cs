namespace Optimizer.Node.Devices;

/// <summary>A device a container can ask for by name.</summary>
internal sealed record CdiDevice(string Name, CdiEdits ContainerEdits);
