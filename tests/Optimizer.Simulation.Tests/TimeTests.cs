using Optimizer.Simulation.Time;

namespace Optimizer.Simulation.Tests;

public sealed class TimeTests
{
    [Fact]
    public void Advance_PeriodicAndSingleTimers_FireInOrderAtTheirTimes()
    {
        ManualTimeProvider time = new();
        DateTimeOffset start = time.GetUtcNow();
        List<string> fired = [];
        using ITimer second = time.CreateTimer(_ => fired.Add($"b{(time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        using ITimer first = time.CreateTimer(_ => fired.Add($"a{(time.GetUtcNow() - start).TotalSeconds}"), null, TimeSpan.FromSeconds(3), Timeout.InfiniteTimeSpan);
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(["b2", "a3", "b4"], fired);
        second.Dispose();
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(3, fired.Count);
        Assert.Equal(10, (time.GetUtcNow() - start).TotalSeconds);
    }

    [Fact]
    public void ScaledTime_SixtyTimesFaster_ScalesClockAndTimers()
    {
        ManualTimeProvider inner = new();
        ScaledTimeProvider scaled = new(inner, 60);
        DateTimeOffset start = scaled.GetUtcNow();
        long stamp = scaled.GetTimestamp();
        int fired = 0;
        using ITimer timer = scaled.CreateTimer(_ => fired++, null, TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        inner.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(TimeSpan.FromMinutes(5), scaled.GetUtcNow() - start);
        Assert.Equal(TimeSpan.FromMinutes(5), scaled.GetElapsedTime(stamp));
        Assert.Equal(5, fired);
    }
}
