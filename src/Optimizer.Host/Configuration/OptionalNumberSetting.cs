using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A number in a closed range, or null for none.</summary>
internal sealed class OptionalNumberSetting : Setting<double?>
{
    /// <summary>Smallest legal value.</summary>
    public required double Least { get; init; }

    /// <summary>Largest legal value.</summary>
    public required double Most { get; init; }

    /// <inheritdoc/>
    public override string Legal => $"a number from {NumberSetting.Text(Least)} to {NumberSetting.Text(Most)}, or null";

    /// <inheritdoc/>
    public override string DefaultYaml => Default is double number ? NumberSetting.Text(number) : "null";

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out double? value)
    {
        value = null;
        if (node is YamlScalar { IsNull: true })
        {
            return true;
        }

        if (node is YamlScalar { IsPlain: true } scalar && NumberSetting.TryNumber(scalar.Text, Least, Most, out double number))
        {
            value = number;
            return true;
        }

        return Refuse(node, errors);
    }
}
