using System.Collections.Immutable;

namespace Optimizer.Host.Yaml;

/// <summary>A list.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Items">The items in file order.</param>
internal sealed record YamlSequence(YamlPosition At, ImmutableArray<YamlNode> Items) : YamlNode(At)
{
    /// <inheritdoc/>
    public override string Describe() => "a list";
}
