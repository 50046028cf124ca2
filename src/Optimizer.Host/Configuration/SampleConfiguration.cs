using System.Text;

namespace Optimizer.Host.Configuration;

/// <summary>Writes the sample file from the table: every setting with its default, range and reason.</summary>
internal static class SampleConfiguration
{
    private const int Width = 118;

    /// <summary>The text of <c>packaging/config.yaml</c>.</summary>
    public static string Text()
    {
        StringBuilder text = new();
        text.Append("# GPU Optimizer configuration, ").Append(DaemonConfiguration.DefaultPath).Append('\n');
        text.Append("# Every key is here with its default; keys may be left out. Check a change with: gpu-optimizer check-config FILE\n");
        text.Append("# SIGHUP makes a running daemon read it again; keys marked [restart] wait for its next start.\n");
        string section = "";
        foreach (Setting setting in SettingTable.All)
        {
            text.Append('\n');
            if (setting.Section.Length > 0 && !string.Equals(setting.Section, section, StringComparison.Ordinal))
            {
                text.Append(setting.Section).Append(":\n");
            }

            section = setting.Section;
            string indent = section.Length == 0 ? "" : "  ";
            Comment(text, indent, setting);
            text.Append(indent).Append(setting.Name).Append(": ").Append(setting.DefaultYaml).Append('\n');
        }

        return text.ToString();
    }

    private static void Comment(StringBuilder text, string indent, Setting setting)
    {
        string restart = setting.Effect == ReloadEffect.OnRestart ? " [restart]" : "";
        string why = setting.Why.Length == 0 ? "" : $" {setting.Why}";
        string legal = setting is SwitchSetting ? "" : $" Legal: {setting.Legal}.";
        Wrap(text, $"{indent}# ", $"{setting.Summary}{why}{legal}{restart}");
    }

    private static void Wrap(StringBuilder text, string prefix, string words)
    {
        int column = 0;
        foreach (string word in words.Split(' '))
        {
            if (column > 0 && column + 1 + word.Length > Width)
            {
                text.Append('\n');
                column = 0;
            }

            text.Append(column == 0 ? prefix : " ").Append(word);
            column += (column == 0 ? prefix.Length : 1) + word.Length;
        }

        text.Append('\n');
    }
}
