using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class ExpertPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Predict_OfIndependentValues_CoversAsOftenAsItsProbabilitySays(int seed)
    {
        Random random = new(seed);
        ExpertPool pool = new(experts: 2, overlap: 1, isPeak: false);
        double[] hits = new double[4];
        Expert[] experts = [new(50, 10), new(0, 1)];
        double[] said = new double[4];
        const int Count = 4000, Warm = 200;
        for (int t = 0; t < Count; t++)
        {
            double value = 50 + (10 * (random.NextDouble() + random.NextDouble() - 1));
            pool.Predict(experts, ceiling: 100, said);
            for (int q = 0; q < 4 && t >= Warm; q++)
            {
                hits[q] += value <= said[q] ? 1.0 / (Count - Warm) : 0;
            }

            pool.Score(value, experts, said);
        }

        Assert.Equal(0.5, hits[0], 0.03);
        // The level never falls much below the probability, so a bound errs to the safe side: up to 2 % of the values at 90 %.
        Assert.InRange(hits[1], 0.89, 0.93);
        Assert.InRange(hits[2], 0.94, 0.97);
        Assert.InRange(hits[3], 0.98, 1);
    }

    [Fact]
    public void Predict_WithOneExpertWorseThanAnother_SaysWhatTheBetterSays()
    {
        Random random = new(5);
        ExpertPool both = new(experts: 2, overlap: 1, isPeak: false), better = new(experts: 1, overlap: 1, isPeak: false);
        double[] said = new double[4], alone = new double[4];
        for (int t = 0; t < 400; t++)
        {
            // The first expert knows the wave, the second only the level.
            double wave = 50 + (40 * Math.Sin(t / 9.0)), value = wave + random.NextDouble();
            Expert[] experts = [new(wave, 1), new(50, 1)];
            both.Predict(experts, 100, said);
            better.Predict(experts.AsSpan(0, 1), 100, alone);
            both.Score(value, experts, said);
            better.Score(value, experts.AsSpan(0, 1), alone);
        }

        Assert.True(both.MedianLoss(0) < 0.1 * both.MedianLoss(1));
        for (int q = 0; q < 3; q++)
        {
            Assert.Equal(alone[q], said[q], 0.1);
        }
    }

    [Fact]
    public void Score_AfterARunOfMisses_RaisesTheBound_AndHitsLowerItAgain()
    {
        ExpertPool pool = new(experts: 1, overlap: 1, isPeak: false);
        Expert[] experts = [new(0, 1)];
        double[] said = new double[4];
        Feed(pool, experts, said, Enumerable.Range(0, 144).Select(static i => i % 100.0));
        pool.Predict(experts, 1000, said);
        double calm = said[2];

        // The same distribution, but the bound is told to have been missed.
        for (int i = 0; i < 4; i++)
        {
            pool.Score(i * 30, experts, [0, 0, 0, 0]);
        }

        pool.Predict(experts, 1000, said);
        double alert = said[2];
        Feed(pool, experts, said, Enumerable.Range(0, 400).Select(static i => i * 37 % 100.0));
        pool.Predict(experts, 1000, said);

        Assert.True(alert > calm, $"{alert} > {calm}");
        Assert.True(said[2] < alert, $"{said[2]} < {alert}");
    }

    [Fact]
    public void Doubt_ForgetsOldErrors_AndAsksForMoreThanTheLargest()
    {
        ExpertPool pool = new(experts: 1, overlap: 1, isPeak: false);
        Expert[] experts = [new(0, 1)];
        double[] said = new double[4];
        Feed(pool, experts, said, Enumerable.Range(0, 140).Select(static i => (double)(i % 10)).Concat(Enumerable.Repeat(90.0, 4)));

        pool.Doubt(newest: 4);
        pool.Predict(experts, 1000, said);

        Assert.Equal(4, pool.Errors);
        Assert.InRange(said[0], 80, 100);
        Assert.True(said[2] >= 90);
    }

    [Fact]
    public void Predict_OfAnything_RisesAndStaysUnderWhatIsBelieved()
    {
        ExpertPool pool = new(experts: 2, overlap: 12, isPeak: true);
        double[] said = new double[4];
        Feed(pool, [new(0, 1), new(0, 1e-9)], said, Enumerable.Range(0, 50).Select(static i => i * i * 1.0));

        pool.Predict([new(1e6, 1), new(0, 1e6)], ceiling: 100, said);

        Assert.Equal(said.Order(), said);
        Assert.True(said[2] <= 150 && said[3] <= 200);
    }

    private static void Feed(ExpertPool pool, Expert[] experts, double[] said, IEnumerable<double> values)
    {
        foreach (double value in values)
        {
            pool.Predict(experts, 1e6, said);
            pool.Score(value, experts, said);
        }
    }
}
