using Sylvan.Data.Csv;

namespace Optimizer.Host.Planning;

/// <summary>The fields of a row by the names of their columns.</summary>
internal readonly struct PlaceFields(CsvDataReader row, string[] columns)
{
    /// <summary>The field without blanks around it; null when there is no such column.</summary>
    public string? Of(string column)
    {
        int at = Array.IndexOf(columns, column);
        return at < 0 ? null : row.GetFieldSpan(at).Trim().ToString();
    }
}
