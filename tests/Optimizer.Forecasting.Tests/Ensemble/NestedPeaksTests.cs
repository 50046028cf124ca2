using FsCheck;
using FsCheck.Fluent;
using Optimizer.Forecasting.Ensemble;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Tests.Ensemble;

/// <summary>Peaks of windows that lie in each other.</summary>
public sealed class NestedPeaksTests
{
    [Fact]
    public void Of_PeaksThatAgree_ChangesNothing() =>
        Assert.Equal([new Quantiles(1, 2, 3, 4), new Quantiles(2, 3, 4, 5)], NestedPeaks.Of([1, 2, 3, 4, 2, 3, 4, 5]));

    [Fact]
    public void Of_ALongerWindowBelowAShorterOne_GivesBothTheirMean() =>
        Assert.Equal([new Quantiles(1, 2, 6, 6), new Quantiles(1, 2, 6, 6), new Quantiles(9, 9, 9, 9)], NestedPeaks.Of([1, 2, 8, 8, 1, 2, 4, 4, 9, 9, 9, 9]));

    [Fact]
    public void Of_AnyPeaks_RiseWithTheWindow_AndKeepTheirOrder() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            double[] bounds = [.. bytes.Take(bytes.Length / 4 * 4).Chunk(4).SelectMany(static window => window.Order().Select(static value => (double)value))];
            Quantiles[] nested = NestedPeaks.Of(bounds);
            return nested.Zip(nested.Skip(1)).All(static pair => Enumerable.Range(0, 4).All(q => pair.First[q] <= pair.Second[q] + 1e-9))
                && nested.All(static one => one.Q50 <= one.Q90 && one.Q90 <= one.Q95 && one.Q95 <= one.Q99);
        }).Check(Config.QuickThrowOnFailure);
}
