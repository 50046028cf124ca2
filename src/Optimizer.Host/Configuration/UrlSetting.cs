using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>Base URL of a server that is asked over HTTP, or null for none.</summary>
internal sealed class UrlSetting : Setting<Uri?>
{
    /// <inheritdoc/>
    public override string Legal => "a URL that begins with http:// or https:// and has no user, query or fragment, or null";

    /// <inheritdoc/>
    public override string DefaultYaml => Default?.ToString() ?? "null";

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out Uri? value)
    {
        value = null;
        if (node is YamlScalar { IsNull: true })
        {
            return true;
        }

        bool legal = node is YamlScalar scalar
            && scalar.Text.Length < 2048
            && Uri.TryCreate(scalar.Text, UriKind.Absolute, out value)
            && (value.Scheme == Uri.UriSchemeHttp || value.Scheme == Uri.UriSchemeHttps)
            && value is { UserInfo: "", Query: "", Fragment: "" };
        if (legal)
        {
            return true;
        }

        value = null;
        errors.AddUnexpectedUrl(node, Key, Legal);
        return false;
    }
}
