using System.Collections.Immutable;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Optimizer.Host.Yaml;

/// <summary>Reads one YAML document into a tree, within written bounds.</summary>
internal static class YamlTreeReader
{
    /// <summary>Largest file read, in characters. A full configuration is about 10 thousand; a larger file is the wrong file.</summary>
    public const int LargestText = 1 << 20;

    /// <summary>Deepest nesting. Our files need three levels; the bound keeps a file of brackets from overflowing the stack.</summary>
    public const int DeepestNesting = 12;

    /// <summary>Reads the text. Null with at least one error reported when it is not one plain document; null with none when it is empty.</summary>
    public static YamlNode? Read(string text, FileErrors errors)
    {
        if (text.Length > LargestText)
        {
            errors.Add(YamlPosition.Start, "", $"the file has {text.Length} characters, more than the {LargestText} that are read");
            return null;
        }

        int nul = text.IndexOf('\0', StringComparison.Ordinal);
        if (nul >= 0)
        {
            errors.Add(PositionOf(text, nul), "", "the file contains a NUL character: it is not a text file");
            return null;
        }

        Parser parser = new(new StringReader(text));
        try
        {
            return ReadDocument(parser, errors);
        }
        catch (RefusedYamlException refused)
        {
            errors.Add(refused.At, "", refused.Message);
        }
        catch (YamlException broken)
        {
            errors.Add(At(broken.Start), "", $"not valid YAML: {OneLine(broken.Message)}");
        }
        catch (Exception broken) when (broken is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException or OverflowException)
        {
            // The library lets a few of its own faults escape, an open bracket at the end of the file among them. Their text says nothing to an operator.
            YamlPosition last = parser.Current is ParsingEvent seen ? At(seen.End) : YamlPosition.Start;
            errors.Add(last, "", "not valid YAML after this place; a bracket, brace or quote is probably not closed");
        }

        return null;
    }

    private static YamlNode? ReadDocument(Parser parser, FileErrors errors)
    {
        YamlNode? root = null;
        while (parser.MoveNext())
        {
            switch (parser.Current)
            {
                case StreamStart or StreamEnd or DocumentEnd or Comment:
                    break;
                case DocumentStart second when root is not null:
                    errors.Add(At(second.Start), "", "a second YAML document begins here; the file may hold one");
                    return null;
                case DocumentStart:
                    break;
                default:
                    root = ReadNode(parser, depth: 1);
                    break;
            }
        }

        return root is YamlScalar { IsNull: true } ? null : root;
    }

    private static YamlNode ReadNode(Parser parser, int depth)
    {
        ParsingEvent current = parser.Current!;
        YamlPosition at = At(current.Start);
        if (depth > DeepestNesting)
        {
            throw new RefusedYamlException(at, $"nested deeper than {DeepestNesting} levels");
        }

        if (current is AnchorAlias)
        {
            throw new RefusedYamlException(at, "aliases (*name) are not accepted: write the value out");
        }

        if (current is NodeEvent node)
        {
            RefuseDecorations(node, at);
        }

        return current switch
        {
            Scalar scalar => new YamlScalar(at, scalar.Value, scalar.Style is ScalarStyle.Plain),
            SequenceStart => ReadSequence(parser, at, depth),
            MappingStart => ReadMapping(parser, at, depth),
            _ => throw new RefusedYamlException(at, "expected a value here"),
        };
    }

    private static YamlSequence ReadSequence(Parser parser, YamlPosition at, int depth)
    {
        ImmutableArray<YamlNode>.Builder items = ImmutableArray.CreateBuilder<YamlNode>();
        while (parser.MoveNext() && parser.Current is not SequenceEnd)
        {
            items.Add(ReadNode(parser, depth + 1));
        }

        return new YamlSequence(at, items.ToImmutable());
    }

    private static YamlMapping ReadMapping(Parser parser, YamlPosition at, int depth)
    {
        ImmutableArray<YamlEntry>.Builder entries = ImmutableArray.CreateBuilder<YamlEntry>();
        while (parser.MoveNext() && parser.Current is not MappingEnd)
        {
            YamlNode key = ReadNode(parser, depth + 1);
            if (key is not YamlScalar name)
            {
                throw new RefusedYamlException(key.At, $"found {key.Describe()} as a key, expected a word");
            }

            if (!parser.MoveNext())
            {
                throw new RefusedYamlException(key.At, "the file ends after this key");
            }

            entries.Add(new YamlEntry(name, ReadNode(parser, depth + 1)));
        }

        return new YamlMapping(at, entries.ToImmutable());
    }

    private static void RefuseDecorations(NodeEvent node, YamlPosition at)
    {
        if (!node.Anchor.IsEmpty)
        {
            throw new RefusedYamlException(at, "anchors (&name) are not accepted: write the value out where it is needed");
        }

        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific)
        {
            throw new RefusedYamlException(at, "tags (!name) are not accepted");
        }
    }

    private static YamlPosition At(Mark mark) => new((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    private static YamlPosition PositionOf(string text, int index)
    {
        ReadOnlySpan<char> before = text.AsSpan(0, index);
        return new YamlPosition(before.Count('\n') + 1, index - (before.LastIndexOf('\n') + 1) + 1);
    }

    private static string OneLine(string text)
    {
        string shown = YamlScalar.Show(text.Length > 160 ? text[..160] : text);
        return text.Length > 60 ? string.Concat(text.Take(160).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)) : shown.Trim('"');
    }
}
