using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A text that must satisfy a rule. Null is legal only where the default is null.</summary>
internal sealed class TextSetting : Setting<string?>
{
    /// <summary>What the rule asks for, in words.</summary>
    public required string Expected { get; init; }

    /// <summary>The rule.</summary>
    public required Func<string, bool> Accepts { get; init; }

    /// <inheritdoc/>
    public override string Legal => Default is null ? $"{Expected}, or null" : Expected;

    /// <inheritdoc/>
    public override string DefaultYaml => Default ?? "null";

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out string? value)
    {
        value = null;
        if (node is YamlScalar { IsNull: true } && Default is null)
        {
            return true;
        }

        if (node is YamlScalar { IsNull: false } scalar && Accepts(scalar.Text))
        {
            value = scalar.Text;
            return true;
        }

        return Refuse(node, errors);
    }
}
