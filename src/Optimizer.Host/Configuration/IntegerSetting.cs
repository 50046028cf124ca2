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

    /// <inheritdoc/>
    public override string Legal => $"a whole number from {Least} to {Most}";

    /// <inheritdoc/>
    public override string DefaultYaml => Default.ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out int value)
    {
        value = Default;
        bool legal = node is YamlScalar { IsPlain: true } scalar
            && int.TryParse(scalar.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            && value >= Least
            && value <= Most;
        return legal || Refuse(node, errors);
    }
}
