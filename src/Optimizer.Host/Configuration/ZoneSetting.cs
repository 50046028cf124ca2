using NodaTime;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>A time zone by its IANA name.</summary>
internal sealed class ZoneSetting : Setting<DateTimeZone>
{
    /// <inheritdoc/>
    public override string Legal => "the IANA name of a time zone, such as UTC or Europe/Berlin";

    /// <inheritdoc/>
    public override string DefaultYaml => Default.Id;

    /// <inheritdoc/>
    protected override bool TryParse(YamlNode node, FileErrors errors, out DateTimeZone value)
    {
        value = Default;
        if (node is not YamlScalar { IsNull: false } scalar)
        {
            return Refuse(node, errors);
        }

        if (string.Equals(scalar.Text, Default.Id, StringComparison.Ordinal))
        {
            return true; // most daemons stay on UTC and never load the zone data
        }

        if (DateTimeZoneProviders.Tzdb.GetZoneOrNull(scalar.Text) is DateTimeZone zone)
        {
            value = zone;
            return true;
        }

        string hint = NearestName.Of(scalar.Text, DateTimeZoneProviders.Tzdb.Ids) is string near ? $"; did you mean \"{near}\"?" : "";
        errors.AddUnexpected(node, Key, Legal + hint);
        return false;
    }
}
