namespace Optimizer.Host.Yaml;

/// <summary>One key with its value.</summary>
/// <param name="Key">The key; a scalar in every file we accept.</param>
/// <param name="Value">The value.</param>
internal readonly record struct YamlEntry(YamlScalar Key, YamlNode Value);
