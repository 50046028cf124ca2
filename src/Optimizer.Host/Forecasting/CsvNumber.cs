using System.Globalization;

namespace Optimizer.Host.Forecasting;

/// <summary>Writes numbers for CSV files: a decimal point, no exponent, nine significant digits.</summary>
internal static class CsvNumber
{
    // Nine digits tell any two measured values apart; sixteen would show rounding noise as if it were known.
    private const int Digits = 9;

    // Below a billionth of a billionth nothing measured is left.
    private const int MostDecimals = 18;

    /// <summary>The text of a finite number. Rounding never changes the order of two numbers.</summary>
    public static string Text(double value)
    {
        int whole = value == 0 ? 1 : (int)Math.Floor(Math.Log10(Math.Abs(value))) + 1;
        int decimals = Math.Clamp(Digits - whole, 1, MostDecimals);
        return value.ToString($"0.0{new string('#', decimals - 1)}", CultureInfo.InvariantCulture);
    }
}
