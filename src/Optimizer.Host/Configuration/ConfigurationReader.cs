using NodaTime;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>Reads the configuration file: all errors at once, each with its place, or a configuration that is legal as a whole.</summary>
internal static class ConfigurationReader
{
    /// <summary>Reads a file. A missing or unreadable file is an error at line 1.</summary>
    public static ConfigurationResult ReadFile(string path, Instant? at = null)
    {
        FileErrors errors = new(path);
        string? text = TextFile.Read(path, errors);
        return text is null ? new ConfigurationResult.Refused(errors.ToSorted()) : Read(text, path, at);
    }

    /// <summary>Reads the text of a file. An empty text is legal and means every default. Never throws.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="fileName">The file's name in messages.</param>
    /// <param name="at">Now; null: whether freezes leave any window of the year ahead is not looked at. A daemon that starts does not ask: a freeze must not keep it from observing.</param>
    public static ConfigurationResult Read(string text, string fileName, Instant? at = null)
    {
        FileErrors errors = new(fileName);
        SettingValues values = new();
        Dictionary<string, YamlPosition> places = new(StringComparer.Ordinal);
        switch (YamlTreeReader.Read(text, errors))
        {
            case null:
                break;
            case YamlMapping root:
                ReadRoot(root, values, places, errors);
                break;
            case YamlNode other:
                errors.AddUnexpected(other, "", "keys with values, such as \"mode: observe\"");
                break;
        }

        if (errors.IsEmpty)
        {
            new ConfigurationRules(values, places, errors, at).Check();
        }

        return errors.IsEmpty
            ? new ConfigurationResult.Read(values.ToConfiguration(), values)
            : new ConfigurationResult.Refused(errors.ToSorted());
    }

    private static void ReadRoot(YamlMapping root, SettingValues values, Dictionary<string, YamlPosition> places, FileErrors errors)
    {
        foreach ((YamlScalar key, YamlNode value) in root.Entries)
        {
            if (!IsFirst(key, key.Text, places, errors))
            {
                continue;
            }

            if (SettingTable.Sections.Contains(key.Text, StringComparer.Ordinal))
            {
                ReadSection(key.Text, value, values, places, errors);
            }
            else if (SettingTable.ByKey.TryGetValue(key.Text, out Setting? setting) && setting.Section.Length == 0)
            {
                ReadSetting(setting, value, values, errors);
            }
            else
            {
                IEnumerable<string> known = SettingTable.Sections.Concat(SettingTable.All.Select(s => s.Key));
                errors.AddUnknownKey(key, "", known);
            }
        }
    }

    private static void ReadSection(string section, YamlNode node, SettingValues values, Dictionary<string, YamlPosition> places, FileErrors errors)
    {
        if (node is YamlScalar { IsNull: true })
        {
            return; // a section whose keys are all commented out
        }

        if (node is not YamlMapping mapping)
        {
            errors.AddUnexpected(node, section, "a group of keys");
            return;
        }

        foreach ((YamlScalar key, YamlNode value) in mapping.Entries)
        {
            string dotted = $"{section}.{key.Text}";
            if (!IsFirst(key, dotted, places, errors))
            {
                continue;
            }

            if (SettingTable.ByKey.TryGetValue(dotted, out Setting? setting))
            {
                ReadSetting(setting, value, values, errors);
            }
            else
            {
                // Names of this section first: on a tie the neighbour is what was meant.
                IEnumerable<string> known = SettingTable.All.Where(s => s.Section == section).Select(s => s.Name)
                    .Concat(SettingTable.All.Where(s => s.Section != section).Select(s => s.Key));
                errors.AddUnknownKey(key, section, known);
            }
        }
    }

    private static void ReadSetting(Setting setting, YamlNode node, SettingValues values, FileErrors errors)
    {
        if (setting.TryRead(node, errors, out object? value))
        {
            values.Set(setting, value);
        }
    }

    private static bool IsFirst(YamlScalar key, string dotted, Dictionary<string, YamlPosition> places, FileErrors errors)
    {
        if (places.TryAdd(dotted, key.At))
        {
            return true;
        }

        errors.Add(key.At, YamlScalar.Show(dotted).Trim('"'), $"the key is already set in line {places[dotted].Line}; remove one of the two");
        return false;
    }
}
