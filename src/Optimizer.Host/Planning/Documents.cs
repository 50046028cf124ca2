using System.Text;
using System.Text.Json;
using Spectre.Console;

namespace Optimizer.Host.Planning;

/// <summary>Texts of the planning verbs for standard output: tables for people, documents for machines.</summary>
internal static class Documents
{
    // Wider than any table of the verbs: columns are not broken where the output is no terminal.
    private const int Width = 160;

    /// <summary>A table as plain text, without blanks at the ends of its lines.</summary>
    public static string Plain(Table table)
    {
        using StringWriter text = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(text) });
        console.Profile.Width = Width;
        console.Write(table);
        return string.Join('\n', text.ToString().Split('\n').Select(static line => line.TrimEnd()));
    }

    /// <summary>One JSON object with a line break at its end.</summary>
    /// <param name="content">Writes the members.</param>
    public static string Json(Action<Utf8JsonWriter> content)
    {
        using MemoryStream bytes = new();
        using (Utf8JsonWriter json = new(bytes, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            content(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length) + "\n";
    }
}
