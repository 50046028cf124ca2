namespace Optimizer.Host.Yaml;

/// <summary>A single value.</summary>
/// <param name="At">Where it begins.</param>
/// <param name="Text">The value without quotes.</param>
/// <param name="IsPlain">Written without quotes: only then may it mean a number, a truth value or null.</param>
internal sealed record YamlScalar(YamlPosition At, string Text, bool IsPlain) : YamlNode(At)
{
    // Messages land in journals and terminals: a value is shown, never reproduced at any length or with control characters.
    private const int LongestShown = 60;

    /// <summary>Nothing, <c>~</c> or <c>null</c>, as the YAML core schema reads it.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <inheritdoc/>
    public override string Describe()
    {
        if (IsNull)
        {
            return "nothing";
        }

        return IsPlain ? Show(Text) : $"the quoted text {Show(Text)}";
    }

    /// <summary>A text in double quotes, shortened, with control characters replaced.</summary>
    public static string Show(string text)
    {
        string shown = text.Length > LongestShown ? string.Concat(text.AsSpan(0, LongestShown), "...") : text;
        return $"\"{string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c))}\"";
    }
}
