using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Optimizer.Model.Mig;

/// <summary>The canonical text of layouts: <c>profile@start</c> joined by <c>+</c> in ascending order of start, for example <c>3g.40gb@0+1g.10gb@4</c>.</summary>
/// <remarks>
/// Sizes are not written: the profile fixes them. Profile names may hold a <c>+</c> themselves (<c>1g.10gb+me@4</c>); the text stays
/// unambiguous because only digits stand between an <c>@</c> and the <c>+</c> that joins the next instance.
/// </remarks>
public static class LayoutNotation
{
    /// <summary>The text of a layout without instances.</summary>
    public const string Empty = "empty";

    /// <summary>The canonical text of a layout.</summary>
    public static string Format(Layout layout) => Format(layout.Instances.Span);

    /// <summary>The canonical text of instances in any order, legal or not: what a GPU reports is written down as it is.</summary>
    public static string Format(ReadOnlySpan<PlacedInstance> instances)
    {
        if (instances.IsEmpty)
        {
            return Empty;
        }

        PlacedInstance[] sorted = instances.ToArray();
        Array.Sort(sorted);
        return string.Join('+', (IEnumerable<PlacedInstance>)sorted);
    }

    /// <summary>Reads a layout. Instances may stand in any order; blanks around them are allowed.</summary>
    /// <param name="geometry">The GPU it must be legal for.</param>
    /// <param name="text">For example <c>3g.40gb@0+1g.10gb@4</c>, or <c>empty</c>.</param>
    /// <param name="layout">The layout when the answer is true.</param>
    /// <param name="refusal">What is wrong with the text or with the layout when the answer is false.</param>
    public static bool TryParse(
        MigGeometry geometry,
        string text,
        [NotNullWhen(true)] out Layout? layout,
        [NotNullWhen(false)] out LayoutRefusal? refusal)
    {
        layout = null;
        List<PlacedInstance> instances = [];
        ReadOnlySpan<char> rest = text.AsSpan().Trim();
        if (rest.SequenceEqual(Empty))
        {
            rest = [];
        }
        else if (rest.IsEmpty)
        {
            refusal = Malformed(text);
            return false;
        }

        while (!rest.IsEmpty)
        {
            refusal = ReadInstance(geometry, text, ref rest, out PlacedInstance? instance);
            if (refusal is not null)
            {
                return false;
            }

            instances.Add(instance!);
        }

        return Layout.TryCreate(geometry, instances, out layout, out refusal);
    }

    /// <summary>True for names the notation can carry: not empty, without blank and <c>@</c>.</summary>
    internal static bool IsProfileName(ReadOnlySpan<char> name)
    {
        foreach (char character in name)
        {
            if (character == '@' || char.IsWhiteSpace(character))
            {
                return false;
            }
        }

        return !name.IsEmpty;
    }

    private static LayoutRefusal? ReadInstance(
        MigGeometry geometry, string text, ref ReadOnlySpan<char> rest, out PlacedInstance? instance)
    {
        instance = null;
        int at = rest.IndexOf('@');
        if (at <= 0)
        {
            return Malformed(text);
        }

        string name = rest[..at].Trim().ToString();
        ReadOnlySpan<char> tail = rest[(at + 1)..];
        int plus = tail.IndexOf('+');
        ReadOnlySpan<char> digits = plus < 0 ? tail : tail[..plus];

        // A trailing "+" promises an instance that is not there.
        bool complete = plus < 0 || !tail[(plus + 1)..].IsWhiteSpace();
        if (!complete || !IsProfileName(name) || !int.TryParse(digits.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int start))
        {
            return Malformed(text);
        }

        rest = plus < 0 ? [] : tail[(plus + 1)..];
        MigProfile? profile = geometry.FindProfile(name);
        if (profile is null)
        {
            return new(LayoutRefusalReason.UnknownProfile, $"The GPU has no profile '{name}'.");
        }

        instance = new PlacedInstance(profile.Name, new Placement(start, profile.MemorySlices));
        return null;
    }

    private static LayoutRefusal Malformed(string text) => new(
        LayoutRefusalReason.Malformed,
        $"'{text}' is not a layout: expected instances such as 3g.40gb@0+1g.10gb@4, or '{Empty}'.");
}
