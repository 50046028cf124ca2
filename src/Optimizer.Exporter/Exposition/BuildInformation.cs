namespace Optimizer.Exporter.Exposition;

/// <summary>What is running, for <c>build_info</c>.</summary>
/// <param name="Version">Product version, for example 0.1.0.</param>
/// <param name="Revision">Source revision; empty when not known.</param>
/// <param name="Runtime">Runtime, for example ".NET 10.0.1".</param>
public sealed record BuildInformation(string Version, string Revision, string Runtime);
