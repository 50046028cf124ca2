using Optimizer.Planning.Terms;
using Xunit.Abstractions;

namespace Optimizer.Planning.Tests.Policies;

public sealed class ServedDayTests(ITestOutputHelper output)
{
    /// <summary>The last day of the series; the day before it is its history.</summary>
    private const int Day = 8;

    [Theory]
    [InlineData("cost", false)]
    [InlineData("cost", true)]
    [InlineData("reactive", false)]
    public void Planning_ARealDay_TakesFewerGpuHoursThanTheStaticPeakAndSeldomChanges(string policy, bool foresight)
    {
        ServedDay served = ServedDay.Of(new PolicyTerms { Policy = policy }, foresight, Day);
        double peakHours = ServedDay.PeakGpus(Day) * 24;
        output.WriteLine($"{policy}{(foresight ? " with foresight" : string.Empty)}: {served}; one layout for the peak takes {peakHours} GPU-hours");

        Assert.Empty(served.Violations);
        Assert.InRange(served.GpuHours, 24, (policy == "cost" ? 0.7 : 0.9) * peakHours);
        Assert.InRange(served.Unmet, 0, 0.005);
        Assert.InRange(served.Changes, 2, ServedDay.Ticks / 6);
        Assert.InRange(served.Flaps, 0, 1);
        Assert.InRange(served.ShortStays, 0, 2);
    }
}
