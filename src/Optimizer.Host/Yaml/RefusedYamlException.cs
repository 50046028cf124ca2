namespace Optimizer.Host.Yaml;

/// <summary>Valid YAML that we do not accept. Never leaves <see cref="YamlTreeReader"/>.</summary>
/// <param name="at">Where it begins.</param>
/// <param name="message">What was found and what to write instead.</param>
internal sealed class RefusedYamlException(YamlPosition at, string message) : Exception(message)
{
    /// <summary>Where it begins.</summary>
    public YamlPosition At { get; } = at;
}
