namespace Optimizer.Control.Problems;

/// <summary>Reads versions as drivers and operators write them, to major and minor: 12.2 and 12.2.1 run the same code.</summary>
internal static class DriverVersion
{
    /// <summary>For example <c>13.0</c>, <c>9</c> or <c>&gt;=12.2</c>, of which the number counts; null when it is no version.</summary>
    public static Version? Read(string? text)
    {
        string number = (text ?? "").Trim().TrimStart('>', '=', '~', '^').Trim();
        if (int.TryParse(number, System.Globalization.NumberStyles.None, null, out int major))
        {
            return new Version(major, 0);
        }

        return Version.TryParse(number, out Version? version) ? Short(version) : null;
    }

    /// <summary>Major and minor.</summary>
    public static Version Short(Version version) => new(version.Major, version.Minor);
}
