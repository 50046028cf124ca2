using System.Buffers;
using System.Text;

namespace Optimizer.Node.Demand;

/// <summary>The parts of one sample line: name, labels, and what follows them.</summary>
internal static class SampleLine
{
    /// <summary>Most labels of one sample; Prometheus itself defaults to no limit, and services stay below twenty.</summary>
    private const int MaxLabels = 128;

    private static readonly SearchValues<byte> LabelEnds = SearchValues.Create("= \t,}\""u8);

    /// <summary>True when the line is a sample of this name, plain (<c>name{...} 1</c>) or quoted (<c>{"name",...} 1</c>).</summary>
    /// <param name="line">The line, trimmed.</param>
    /// <param name="name">The name, UTF-8.</param>
    /// <param name="rest">What follows the name.</param>
    /// <param name="inBraces">The name stood inside the braces.</param>
    public static bool TryName(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> rest, out bool inBraces)
    {
        rest = default;
        inBraces = false;
        if (name.IsEmpty || line.IsEmpty)
        {
            return false;
        }

        if (line.StartsWith(name))
        {
            rest = line[name.Length..];
            return !rest.IsEmpty && rest[0] is (byte)'{' or (byte)' ' or (byte)'\t';
        }

        ReadOnlySpan<byte> quoted = line[0] == (byte)'{' ? line[1..].TrimStart(" \t"u8) : default;
        if (!TryQuoted(ref quoted, out string text) || !Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(name))
        {
            return false;
        }

        rest = quoted;
        inBraces = true;
        return true;
    }

    /// <summary>Reads the labels and leaves the value and what follows it.</summary>
    /// <returns>False when they make no sense.</returns>
    public static bool TryLabels(ref ReadOnlySpan<byte> rest, bool inBraces, List<KeyValuePair<string, string>> labels)
    {
        rest = rest.TrimStart(" \t"u8);
        if (!inBraces)
        {
            if (rest.IsEmpty || rest[0] != (byte)'{')
            {
                return true;
            }

            rest = rest[1..];
        }

        bool separated = !inBraces;
        while (labels.Count <= MaxLabels)
        {
            rest = rest.TrimStart(" \t"u8);
            if (rest.IsEmpty)
            {
                return false;
            }

            if (rest[0] == (byte)'}')
            {
                rest = rest[1..];
                return true;
            }

            if (rest[0] == (byte)',' && !separated)
            {
                rest = rest[1..];
                separated = true;
            }
            else if (!separated || !TryLabel(ref rest, labels))
            {
                return false;
            }
            else
            {
                separated = false;
            }
        }

        return false;
    }

    private static bool TryLabel(ref ReadOnlySpan<byte> rest, List<KeyValuePair<string, string>> labels)
    {
        string label;
        if (rest[0] == (byte)'"')
        {
            if (!TryQuoted(ref rest, out label))
            {
                return false;
            }
        }
        else
        {
            int end = rest.IndexOfAny(LabelEnds);
            label = end <= 0 ? "" : Encoding.UTF8.GetString(rest[..end]);
            rest = end <= 0 ? default : rest[end..];
        }

        rest = rest.TrimStart(" \t"u8);
        if (label.Length == 0 || rest.IsEmpty || rest[0] != (byte)'=')
        {
            return false;
        }

        rest = rest[1..].TrimStart(" \t"u8);
        if (!TryQuoted(ref rest, out string value))
        {
            return false;
        }

        labels.Add(new(label, value));
        return true;
    }

    private static bool TryQuoted(ref ReadOnlySpan<byte> rest, out string text)
    {
        text = "";
        if (rest.IsEmpty || rest[0] != (byte)'"')
        {
            return false;
        }

        bool escapes = false;
        for (int index = 1; index < rest.Length; index++)
        {
            if (rest[index] == (byte)'\\')
            {
                escapes = true;
                index++;
            }
            else if (rest[index] == (byte)'"')
            {
                text = Encoding.UTF8.GetString(rest[1..index]);
                text = escapes ? Unescape(text) : text;
                rest = rest[(index + 1)..];
                return true;
            }
        }

        return false;
    }

    private static string Unescape(string text)
    {
        StringBuilder plain = new(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            char letter = text[index];
            if (letter == '\\' && index + 1 < text.Length)
            {
                index++;
                letter = text[index] switch { 'n' => '\n', char other => other };
            }

            plain.Append(letter);
        }

        return plain.ToString();
    }
}
