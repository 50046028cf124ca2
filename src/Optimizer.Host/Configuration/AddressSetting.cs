using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>An address and port to listen on.</summary>
internal sealed class AddressSetting : Setting<ListenAddress>
{
    /// <inheritdoc/>
    public override string Legal => ListenAddress.Legal;

    /// <inheritdoc/>
    public override string DefaultYaml => Default.ToString();

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out ListenAddress value)
    {
        value = Default;
        bool legal = node is YamlScalar scalar && ListenAddress.TryParse(scalar.Text, out value);
        return legal || Refuse(node, errors);
    }
}
