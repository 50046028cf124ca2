using Optimizer.Forecasting.Ensemble;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class SsaMemberTests
{
    private static readonly SeriesOptions Options = new() { BinSeconds = Bin };

    private const int Bin = 300, Day = 288;

    [Fact]
    public void At_OnAWave_FollowsItAtEveryPhaseOfItsCoarserGrid()
    {
        SeriesHistory history = new(4000);
        SsaMember member = new(history, Options);
        double worst = 0;
        for (long i = 0; i < 5 * Day; i++)
        {
            history.Append(i, Wave(i));
            member.Update();
            if (i > 3 * Day)
            {
                // Means over two bins by now: a shift of half a bin would be seen where the wave is steep.
                for (int step = 1; step <= Day / 2; step += 7)
                {
                    worst = Math.Max(worst, Math.Abs(member.At(0, step) - Wave(i + step)));
                }
            }
        }

        Assert.True(worst < 1, $"off by {worst}");
    }

    [Fact]
    public void At_BeforeThereIsEnough_IsUnknown()
    {
        SeriesHistory history = new(4000);
        SsaMember member = new(history, Options);
        for (long i = 0; i < 50; i++)
        {
            history.Append(i, i % 7);
            member.Update();
        }

        Assert.Equal(double.NaN, member.At(0, 1));
        Assert.Null(member.FittedAt);
    }

    [Fact]
    public void Update_AfterALongGap_SaysNothingRatherThanOldNews()
    {
        SeriesHistory history = new(4000);
        SsaMember member = new(history, Options);
        for (long i = 0; i < 2 * Day; i++)
        {
            history.Append(i, Wave(i));
            member.Update();
        }

        Assert.False(double.IsNaN(member.At(0, 1)));
        history.Append((2 * Day) + 700, 50);
        member.Update();

        Assert.Equal(double.NaN, member.At(0, 1));
    }

    [Fact]
    public void Load_OfWhatWasSaved_AnswersBitEqual_AlsoBetweenItsCoarserPoints()
    {
        SeriesHistory history = new(4000);
        SsaMember member = new(history, Options), loaded = new(history, Options);
        for (long i = 0; i < (3 * Day) + 1; i++)
        {
            history.Append(i, Wave(i) + (i * 7919 % 13));
            member.Update();
        }

        using MemoryStream stream = new();
        member.Save(new BinaryWriter(stream));
        stream.Position = 0;
        loaded.Load(new BinaryReader(stream));

        for (long i = (3 * Day) + 1; i < (3 * Day) + 200; i++)
        {
            Assert.Equal(member.At(2, 100), loaded.At(2, 100));
            Assert.Equal(member.FittedAt, loaded.FittedAt);
            history.Append(i, Wave(i) + (i * 7919 % 13));
            member.Update();
            loaded.Update();
        }
    }

    private static double Wave(long i) => 50 + (30 * Math.Sin(2 * Math.PI * i / Day));
}
