using Optimizer.Forecasting.Ensemble;
using Optimizer.Forecasting.Tests.Traces;
using static Optimizer.Forecasting.Tests.Ensemble.GeneratedSeries;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class StateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Load_AtRandomPointsOfARealSeries_AnswersBitEqualToTheEnd(int seed)
    {
        double[] values = [.. TraceFolder.Read(TraceFolder.Default).Single(static series => series.Name == "servegen_m_mid_c073_10m").Values];
        Random random = new(seed);
        EnsembleForecaster never = Create(600), often = Create(600);
        int loads = 0;
        for (int t = 0; t < values.Length; t++)
        {
            never.Feed([values[t]], t);
            often.Feed([values[t]], t);
            if (random.Next(100) == 0)
            {
                often = Loaded(often);
                loads++;
                Assert.Equal(never.Forecast(144), often.Forecast(144));
                Assert.Equal(never.Health, often.Health);
                Assert.Equal(((IForecaster)never).FittedAt, ((IForecaster)often).FittedAt);
            }
        }

        Assert.InRange(loads, 5, 30);
        Assert.Equal(Saved(never), Saved(often));
    }

    [Theory]
    [InlineData(60)]
    [InlineData(300)]
    [InlineData(600)]
    public void Save_OfAllThatIsEverHeld_IsWithinItsBudget(int binSeconds)
    {
        // Four days fill all but the history, whose share is its capacity.
        int full = Math.Min(10_240, 15 * 86_400 / binSeconds);
        double[] values = Daily(binSeconds, days: 4, seed: 5);
        int size = Saved(Create(binSeconds).Feed(values)).Length + (4 * (full - values.Length));

        Assert.InRange(size, 30_000, 100_000);
    }

    [Fact]
    public void Load_OfADamagedState_IsRefused_WhereverItIsCut()
    {
        byte[] state = Saved(Create(600).Feed(Daily(600, 2, seed: 6)));
        Random random = new(6);
        for (int i = 0; i < 50; i++)
        {
            byte[] cut = state[..random.Next(state.Length)];
            Assert.Throws<InvalidDataException>(() => EnsembleForecaster.Load(Create(600).Options, new BinaryReader(new MemoryStream(cut))));
        }
    }
}
