namespace Optimizer.Exporter.Catalogue;

/// <summary>Rounds what forecasts say to the digits they have: histories are kept in single precision, and more digits than that are noise.</summary>
internal static class SignificantDigits
{
    /// <summary>Decimal digits a number in single precision always keeps.</summary>
    private const int Kept = 7;

    // Powers of ten that a double holds exactly; only with those is the quotient the double nearest to the decimal number.
    private static readonly double[] Powers = [.. Enumerable.Range(0, 23).Select(static exponent => double.Parse($"1e{exponent}", System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The number with seven significant digits; what is not finite, or too small or large to matter, unchanged.</summary>
    public static double Round(double value)
    {
        if (value == 0 || !double.IsFinite(value))
        {
            return value;
        }

        int decimals = Kept - 1 - (int)Math.Floor(Math.Log10(Math.Abs(value)));
        if (Math.Abs(decimals) >= Powers.Length)
        {
            return value;
        }

        return decimals >= 0 ? Math.Round(value * Powers[decimals]) / Powers[decimals] : Math.Round(value / Powers[-decimals]) * Powers[-decimals];
    }
}
