using System.Globalization;

namespace Optimizer.Workloads.Systemd;

/// <summary>The unit of a declaration: a service of its own, or a template whose instances are numbered from 1.</summary>
/// <param name="Name">Full name with suffix, checked: it names a file below one folder and is never read as an option.</param>
internal sealed record ServiceUnit(string Name)
{
    private const string Suffix = ".service";

    // systemd's own limit is 255; instances add digits, and their drop-in folder ".d".
    private const int MostCharacters = 240;

    /// <summary>Instances of it can run side by side.</summary>
    public bool IsTemplate => Name.EndsWith("@" + Suffix, StringComparison.Ordinal);

    /// <summary>Matches all instances of a template.</summary>
    public string Pattern => Name.Replace("@" + Suffix, "@*" + Suffix, StringComparison.Ordinal);

    /// <summary>Null when the text is no name of a service unit, or is ours.</summary>
    public static ServiceUnit? TryCreate(string text)
    {
        string name = text.EndsWith(Suffix, StringComparison.Ordinal) ? text : text + Suffix;
        bool sound = name.Length is > 8 and <= MostCharacters
            && char.IsAsciiLetterOrDigit(name[0])
            && name.All(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '-' or '_' or '.' or '\\' or '@')
            && name.Count(static c => c == '@') <= 1

            // Stopping ourselves to make room would be thorough.
            && !name.StartsWith("gpu-optimizer", StringComparison.Ordinal);
        return sound ? new ServiceUnit(name) : null;
    }

    /// <summary>The unit of a replica.</summary>
    /// <param name="number">From 1; a service of its own has only that one.</param>
    public string Replica(int number) => IsTemplate ? Name.Replace("@" + Suffix, $"@{number.ToString(CultureInfo.InvariantCulture)}{Suffix}", StringComparison.Ordinal) : Name;

    /// <summary>The number of a replica; null when the unit is none of these replicas, or an instance somebody named otherwise.</summary>
    public int? Number(string unit)
    {
        if (!IsTemplate)
        {
            return unit == Name ? 1 : null;
        }

        string head = Name[..^Suffix.Length];
        return unit.Length > Name.Length && unit.StartsWith(head, StringComparison.Ordinal) && unit.EndsWith(Suffix, StringComparison.Ordinal)
            && int.TryParse(unit.AsSpan(head.Length, unit.Length - Name.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            && Replica(number) == unit
                ? number : null;
    }

    /// <summary>What stands for <c>%i</c> is put in its place.</summary>
    public static string Fill(string text, int number) => text.Replace("%i", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => Name;
}
