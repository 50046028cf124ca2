using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Optimizer.Exporter.Catalogue;

namespace Optimizer.Exporter.Tests.Catalogue;

public sealed class SignificantDigitsTests
{
    [Theory]
    [InlineData(0.9000000163117079, 0.9)]
    [InlineData(85899345920.0, 85899350000.0)]
    [InlineData(-1.23456789e-9, -1.234568e-9)]
    [InlineData(0, 0)]
    [InlineData(9.99999996, 10)]
    [InlineData(double.NaN, double.NaN)]
    [InlineData(1e300, 1e300)]
    public void Round_Number_KeepsSevenDigits(double value, double rounded) => Assert.Equal(rounded, SignificantDigits.Round(value));

    [Fact]
    public void Round_AnySingle_IsShortCloseAndKeepsOrder()
    {
        Gen<double> numbers = from mantissa in Gen.Choose(1_000_000, 9_999_999) from noise in Gen.Choose(-99, 99) from exponent in Gen.Choose(-12, 15) select (mantissa + (noise / 250.0)) * Math.Pow(10, exponent - 6);
        Prop.ForAll(Arb.From(numbers), value =>
        {
            double rounded = SignificantDigits.Round(value);
            string text = rounded.ToString("R", CultureInfo.InvariantCulture).Split('E')[0].Replace(".", "", StringComparison.Ordinal).Trim('0');
            return text.Length <= 7 && Math.Abs(rounded - value) <= Math.Abs(value) * 1e-6;
        }).Check(Config.QuickThrowOnFailure);
    }
}
