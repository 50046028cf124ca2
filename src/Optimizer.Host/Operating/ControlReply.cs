namespace Optimizer.Host.Operating;

/// <summary>What a daemon answered.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Body">The document, UTF-8.</param>
internal sealed record ControlReply(int Status, byte[] Body);
