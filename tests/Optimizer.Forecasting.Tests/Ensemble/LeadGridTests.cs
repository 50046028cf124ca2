using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class LeadGridTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(600)]
    [InlineData(3600)]
    public void Steps_OfAnyBin_RiseFromTheNextBinToADay(int binSeconds)
    {
        LeadGrid grid = new(binSeconds);

        Assert.Equal(1, grid.Steps[0]);
        Assert.Equal(86_400 / binSeconds, grid.Steps[^1]);
        Assert.Equal(grid.Steps.Distinct().Order(), grid.Steps);
        Assert.InRange(grid.Steps.Length, 6, 15);
        Assert.Equal(grid.Steps.Length, grid.Strides.Length);
    }

    [Fact]
    public void Windows_ShorterThanABin_AreLeftOut()
    {
        Assert.Equal((int[])[1, 6, 24], new LeadGrid(3600).Windows.ToArray());
        // A quarter of an hour is no whole number of ten minutes.
        Assert.Equal((int[])[6, 36, 144], new LeadGrid(600).Windows.ToArray());
        Assert.Equal((int[])[15, 60, 360, 1440], new LeadGrid(60).Windows.ToArray());
    }

    [Fact]
    public void Strides_OfLongLeads_KeepNoMoreThanADozenForecastsUnderWay()
    {
        foreach (int binSeconds in (int[])[1, 10, 60, 300, 600, 3600])
        {
            LeadGrid grid = new(binSeconds);
            for (int k = 0; k < grid.Steps.Length; k++)
            {
                int underWay = (grid.Steps[k] / grid.Strides[k]) + 1;
                Assert.InRange(underWay, 2, 20);
                // One is being judged while the next is written: a slot must not be taken while its forecast is under way.
                Assert.True(LeadGrid.Slots(grid.Steps[k]) >= underWay, $"bins of {binSeconds} s, lead {grid.Steps[k]}");
            }
        }
    }

    [Theory]
    [InlineData(1, 1, 0)]
    [InlineData(3, 3, 0)]
    [InlineData(2, 1, 0.5)]
    [InlineData(9, 6, 0.5)]
    [InlineData(288, 288, 0)]
    [InlineData(1000, 288, 0)]
    public void Locate_OfAStep_GivesTheLeadBeforeItAndTheShareOfTheNext(int step, int lead, double next)
    {
        LeadGrid grid = new(300);

        (int index, double share) = grid.Locate(step);

        Assert.Equal(lead, grid.Steps[index]);
        Assert.Equal(next, share, 9);
    }
}
