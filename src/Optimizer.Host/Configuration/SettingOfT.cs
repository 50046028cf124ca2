using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A setting with the type of its value.</summary>
/// <typeparam name="T">What the rest of the daemon sees.</typeparam>
internal abstract class Setting<T> : Setting
{
    /// <summary>The value when the file does not say.</summary>
    public required T Default { get; init; }

    /// <inheritdoc/>
    public override object? DefaultValue => Default;

    /// <inheritdoc/>
    public override bool TryRead(YamlNode node, FileErrors errors, out object? value)
    {
        bool legal = TryParse(node, errors, out T parsed);
        value = parsed;
        return legal;
    }

    /// <summary>Reads a node. False with at least one error reported when it is not legal.</summary>
    protected abstract bool TryParse(YamlNode node, FileErrors errors, out T value);

    /// <summary>Reports that the node is not <see cref="Setting.Legal"/>.</summary>
    protected bool Refuse(YamlNode node, FileErrors errors)
    {
        errors.AddUnexpected(node, Key, Legal);
        return false;
    }
}
