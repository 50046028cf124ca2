using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>One of the names that another part of the program knows.</summary>
internal sealed class NameSetting : Setting<string>
{
    /// <summary>The legal names in the order they are shown.</summary>
    public required Func<IReadOnlyList<string>> Known { get; init; }

    /// <inheritdoc/>
    public override string Legal => $"one of the words {string.Join(", ", Known())}";

    /// <inheritdoc/>
    public override string DefaultYaml => Default;

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out string value)
    {
        value = Default;
        if (node is not YamlScalar { IsNull: false } scalar)
        {
            return Refuse(node, errors);
        }

        value = scalar.Text;
        if (Known().Contains(scalar.Text, StringComparer.Ordinal))
        {
            return true;
        }

        string hint = NearestName.Of(scalar.Text, Known()) is string near ? $"; did you mean \"{near}\"?" : "";
        errors.AddUnexpected(node, Key, Legal + hint);
        return false;
    }
}
