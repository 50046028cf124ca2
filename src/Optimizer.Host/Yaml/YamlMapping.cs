using System.Collections.Immutable;

namespace Optimizer.Host.Yaml;

/// <summary>Keys with values.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Entries">Every entry in file order, duplicates included.</param>
internal sealed record YamlMapping(YamlPosition At, ImmutableArray<YamlEntry> Entries) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Describe() => "a group of keys";
}
