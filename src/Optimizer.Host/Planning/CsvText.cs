namespace Optimizer.Host.Planning;

/// <summary>Fields of written CSV files.</summary>
internal static class CsvText
{
    /// <summary>A text as a field, in quotes only where it needs them.</summary>
    public static string Quoted(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
