using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A setting that is on or off.</summary>
internal sealed class SwitchSetting : Setting<bool>
{
    /// <inheritdoc/>
    public override string Legal => "true or false";

    /// <inheritdoc/>
    public override string DefaultYaml => Default ? "true" : "false";

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out bool value)
    {
        // YAML 1.1's yes/no/on/off are refused: "no" as a word has bitten too many operators.
        value = node is YamlScalar { IsPlain: true, Text: "true" };
        return value || node is YamlScalar { IsPlain: true, Text: "false" } || Refuse(node, errors);
    }
}
