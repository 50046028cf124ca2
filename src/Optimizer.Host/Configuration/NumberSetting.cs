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
        value = Default;
        bool legal = node is YamlScalar { IsPlain: true } scalar && TryNumber(scalar.Text, Least, Most, out value);
        return legal || Refuse(node, errors);
    }

    /// <summary>A number as files write it, within bounds; NaN is within none.</summary>
    internal static bool TryNumber(string text, double least, double most, out double value)
    {
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(text, Styles, CultureInfo.InvariantCulture, out value) && value >= least && value <= most;
    }

    /// <summary>A number as files write it.</summary>
    internal static string Text(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
