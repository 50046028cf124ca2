namespace Optimizer.Node.Devices;

/// <summary>A device file.</summary>
internal sealed record CdiNode(string Path);
