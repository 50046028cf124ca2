using System.Globalization;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A number in a closed range. The unit is the end of the key.</summary>
internal sealed class NumberSetting : Setting<double>
{
    /// <summary>Smallest legal value.</summary>
    public required double Least { get; init; }

    /// <summary>Largest legal value.</summary>
    public required double Most { get; init; }

    /// <inheritdoc/>
    public override string Legal => $"a number from {Text(Least)} to {Text(Most)}";

    /// <inheritdoc/>
    public override string DefaultYaml => Text(Default);

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out double value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        value = Default;
        bool legal = node is YamlScalar { IsPlain: true } scalar
            && double.TryParse(scalar.Text, Styles, CultureInfo.InvariantCulture, out value)
            && value >= Least
            && value <= Most;
        return legal || Refuse(node, errors);
    }

    private static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
