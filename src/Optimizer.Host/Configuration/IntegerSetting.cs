using System.Globalization;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A whole number in a closed range.</summary>
internal sealed class IntegerSetting : Setting<int>
{
    /// <summary>Smallest legal value.</summary>
    public required int Least { get; init; }

    /// <summary>Largest legal value.</summary>
    public required int Most { get; init; }

    /// <summary>A number the value must divide without a rest; 0 when any in the range is legal.</summary>
    public int Divides { get; init; }

    /// <inheritdoc/>
    public override string Legal => Divides == 0
        ? $"a whole number from {Least} to {Most}"
        : $"a whole number from {Least} to {Most} that divides {Divides}";

    /// <inheritdoc/>
    public override string DefaultYaml => Default.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out int value)
    {
        value = Default;
        bool legal = node is YamlScalar { IsPlain: true } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= Least
            && value <= Most
            && (Divides == 0 || Divides % value == 0);
        return legal || Refuse(node, errors);
    }
}
