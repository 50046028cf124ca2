using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class StoredForecastsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 1)]
    [InlineData(288, 28)]
    public void Made_WhenTheLeadHasPassed_IsWhatWasPut(int steps, int stride)
    {
        StoredForecasts stored = new(steps, stride, width: 2);
        for (long now = 1000; now < 3000; now++)
        {
            ReadOnlySpan<float> made = stored.Made(now - steps);
            bool wasDue = stored.IsDue(now - steps) && now - steps >= 1000;
            Assert.Equal(wasDue, !made.IsEmpty);
            if (wasDue)
            {
                Assert.Equal(now - steps, (long)made[1]);
            }

            if (stored.IsDue(now))
            {
                stored.Put(now)[1] = now;
            }
        }
    }

    [Fact]
    public void Made_OverAGapOrBeforeTheStart_IsEmpty()
    {
        StoredForecasts stored = new(steps: 12, stride: 1, width: 1);
        stored.Put(100)[0] = 7;

        Assert.Equal(7, stored.Made(100)[0]);
        Assert.True(stored.Made(101).IsEmpty);
        // The same slot, another origin: a forecast of last week is not one of today.
        Assert.True(stored.Made(100 + (LeadGrid.Slots(12) * 1000L)).IsEmpty);
        Assert.True(stored.Made(-5).IsEmpty);
    }

    [Fact]
    public void Load_OfWhatWasSaved_HasTheSameForecasts()
    {
        StoredForecasts stored = new(steps: 3, stride: 1, width: 2), loaded = new(steps: 3, stride: 1, width: 2);
        stored.Put(10)[0] = 1.5f;
        stored.Put(11)[1] = float.NaN;
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        stored.Save(writer);
        stream.Position = 0;

        loaded.Load(new BinaryReader(stream));

        Assert.Equal(1.5f, loaded.Made(10)[0]);
        Assert.Equal(float.NaN, loaded.Made(11)[1]);
        Assert.True(loaded.Made(12).IsEmpty);
    }
}
