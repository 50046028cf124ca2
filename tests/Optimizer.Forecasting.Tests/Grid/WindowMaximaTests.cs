using FsCheck;
using FsCheck.Fluent;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Tests.Grid;

public sealed class WindowMaximaTests
{
    [Fact]
    public void Of_AnySeries_EqualsTheSlowWay()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<PositiveInt>(), static (bytes, window) =>
        {
            double[] values = [.. bytes.Select(static value => value % 5 == 0 ? double.NaN : value)];
            double[] slow = [.. Enumerable.Range(0, Math.Max(0, values.Length - window.Get + 1)).Select(i => Highest(values[i..(i + window.Get)]))];
            return WindowMaxima.Of(values, window.Get).SequenceEqual(slow);
        }).Check(Config.QuickThrowOnFailure);
    }

    private static double Highest(double[] values) => values.Where(static value => !double.IsNaN(value)).DefaultIfEmpty(double.NaN).Max();
}
