using Optimizer.Planning.Online;

namespace Optimizer.Planning.Tests.Online;

public sealed class MoveBudgetTests
{
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.24)]
    [InlineData(0.5)]
    public void Allows_PricesWithoutATrend_TakesTheShareOfTheCheapest(double share)
    {
        MoveBudget budget = new(share);
        Random random = new(2);
        double[] prices = [.. Enumerable.Range(0, 3000).Select(_ => random.NextDouble())];

        double[] taken = [.. prices.Where(budget.Allows)];

        Assert.InRange(taken.Length / 3000.0, share - 0.04, share + 0.04);
        Assert.True(taken.Average() < share);
    }

    [Fact]
    public void Allows_AllTheSamePrice_TakesTheShare()
    {
        MoveBudget budget = new(0.1);

        Assert.Equal(5, Enumerable.Range(0, 50).Count(_ => budget.Allows(7)));
    }
}
