namespace Optimizer.Host.Yaml;

/// <summary>One node of a YAML file with the place where it begins.</summary>
/// <param name="At">Where the node begins.</param>
/// <remarks>
/// Our own small tree over YamlDotNet's parser events, because its representation model throws on the first duplicate key
/// and follows aliases; here duplicates are kept so that they can be reported together with every other error.
/// </remarks>
internal abstract record YamlNode(YamlPosition At)
{
    /// <summary>What an operator would call this node, for the "found ..." half of a message.</summary>
    public abstract string Describe();
}
