using System.Globalization;

namespace Optimizer.Exporter.Catalogue;

/// <summary>Label values that are numbers: instance ids, indices, XIDs.</summary>
internal static class NumberText
{
    // XIDs end at 999 and ids far below; process ids are rare (opt-in) and are formatted when they come.
    private static readonly string[] Cached = Build();

    /// <summary>The number in decimal.</summary>
    public static string Of(uint number) =>
        number < (uint)Cached.Length ? Cached[number] : number.ToString(CultureInfo.InvariantCulture);

    /// <summary>The number in decimal, or the empty string for "none".</summary>
    public static string OrEmpty(uint? number) => number is { } known ? Of(known) : "";

    private static string[] Build()
    {
        string[] texts = new string[1024];
        for (int number = 0; number < texts.Length; number++)
        {
            texts[number] = number.ToString(CultureInfo.InvariantCulture);
        }

        return texts;
    }
}
