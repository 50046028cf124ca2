using System.Text;

namespace Optimizer.Planning.Explanations;

/// <summary>Plain text in columns and paragraphs, at most <see cref="Width"/> columns wide.</summary>
internal static class TextTable
{
    /// <summary>Columns of a wide terminal and of a page in landscape; wider lines break where people read them.</summary>
    internal const int Width = 120;

    private const string Indent = "  ";

    /// <summary>Writes rows under headings; the first column and those named are flush left, figures flush right. Where a line would be too long, the longest columns are cut.</summary>
    internal static void Write(TextWriter output, string[] headings, IReadOnlyList<string[]> rows, params int[] left)
    {
        int[] widths = [.. headings.Select((heading, column) => rows.Select(row => row[column].Length).Append(heading.Length).Max())];
        int over = Indent.Length + widths.Sum() + (Indent.Length * (widths.Length - 1)) - Width;
        for (; over > 0; over--)
        {
            widths[Array.IndexOf(widths, widths.Max())]--;
        }

        foreach (string[] row in rows.Prepend(headings))
        {
            StringBuilder line = new();
            for (int column = 0; column < row.Length; column++)
            {
                string cell = row[column].Length <= widths[column] ? row[column] : $"{row[column][..(widths[column] - 2)]}..";
                line.Append(Indent).Append(column == 0 || left.Contains(column) ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]));
            }

            WriteLine(output, line.ToString().TrimEnd());
        }
    }

    /// <summary>Writes words, broken between them; lines after the first are indented by <paramref name="hang"/>.</summary>
    internal static void Paragraph(TextWriter output, string text, string first = "", string hang = "")
    {
        StringBuilder line = new(first);
        bool empty = true;
        foreach (string word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!empty && line.Length + 1 + word.Length > Width)
            {
                WriteLine(output, line.ToString());
                line.Clear().Append(hang);
                empty = true;
            }

            line.Append(empty ? "" : " ").Append(word);
            empty = false;
        }

        WriteLine(output, line.ToString().TrimEnd());
    }

    /// <summary>Ends lines alike on every machine.</summary>
    internal static void WriteLine(TextWriter output, string line = "")
    {
        output.Write(line);
        output.Write('\n');
    }
}
