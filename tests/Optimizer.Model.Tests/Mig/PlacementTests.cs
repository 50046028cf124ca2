using Optimizer.Model.Mig;

namespace Optimizer.Model.Tests.Mig;

public sealed class PlacementTests
{
    [Theory]
    [InlineData(0, 4, 4, 4, false)]
    [InlineData(0, 4, 3, 1, true)]
    [InlineData(2, 2, 0, 8, true)]
    [InlineData(6, 1, 7, 1, false)]
    public void Overlaps_OfHalfOpenRanges_IsSymmetric(int start, int size, int otherStart, int otherSize, bool expected)
    {
        Placement placement = new(start, size), other = new(otherStart, otherSize);

        Assert.Equal(expected, placement.Overlaps(other));
        Assert.Equal(expected, other.Overlaps(placement));
    }

    [Fact]
    public void Contains_AtBothEnds_TakesTheFirstAndLeavesTheEnd()
    {
        Placement placement = new(4, 2);

        Assert.Equal(6, placement.End);
        Assert.False(placement.Contains(3));
        Assert.True(placement.Contains(4));
        Assert.True(placement.Contains(5));
        Assert.False(placement.Contains(6));
    }

    [Fact]
    public void CompareTo_OfPlacements_OrdersByStartThenSize()
    {
        Placement[] sorted = [new(0, 1), new(0, 2), new(1, 1)];

        Assert.Equal(sorted, sorted.Reverse().Order());
    }
}
