using System.Globalization;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Planning;

/// <summary>The wanted fields of a row.</summary>
/// <param name="Place">File and line, for messages.</param>
/// <param name="Fields">Fields in the order the columns were asked for, without space around them.</param>
internal sealed record CsvRow(string Place, IReadOnlyList<string> Fields)
{
    /// <summary>A name; adds a problem and answers an empty text when there is none.</summary>
    public string Name(int column, string title, List<string> problems)
    {
        if (Fields[column].Length == 0)
        {
            problems.Add($"{Place}: {title} is empty, expected a name");
        }

        return Fields[column];
    }

    /// <summary>A whole number; adds a problem and answers 0 when it is none.</summary>
    public int Whole(int column, string title, List<string> problems)
    {
        if (!int.TryParse(Fields[column], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value))
        {
            problems.Add($"{Place}: {title} {YamlScalar.Show(Fields[column])} is not a whole number");
        }

        return value;
    }

    /// <summary>A number; adds a problem and answers 0 when it is none.</summary>
    public decimal Number(int column, string title, List<string> problems)
    {
        if (!decimal.TryParse(Fields[column], NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out decimal value))
        {
            problems.Add($"{Place}: {title} {YamlScalar.Show(Fields[column])} is not a number; write digits with a decimal point");
        }

        return value;
    }
}
