namespace Optimizer.Host.Yaml;

/// <summary>A file named in another file.</summary>
/// <param name="Key">The dotted key that names it.</param>
/// <param name="At">Where it is named.</param>
/// <param name="Path">Absolute path.</param>
internal sealed record FileReference(string Key, YamlPosition At, string Path);
