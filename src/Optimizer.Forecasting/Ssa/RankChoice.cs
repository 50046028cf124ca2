namespace Optimizer.Forecasting.Ssa;

/// <summary>Chooses the rank, and how long a distance from the signal persists, by forecasting the tail of the series from several origins in it.</summary>
internal static class RankChoice
{
    private const int Origins = 12;

    // A higher rank has to earn its place: among ranks this close the difference is chance.
    private const double Better = 0.98;

    // Per step: nothing; gone in minutes, in an hour or two, in half a day (of 5 min bins).
    private static readonly double[] Persistences = [0, 0.8, 0.95, 0.99];

    /// <summary>One forecast error: the actual value, the continuation, how far the newest values were from the signal, and the lead (0 is the first step).</summary>
    internal readonly record struct Trial(double Actual, double Forecast, double Residual, int Lead)
    {
        /// <summary>Actual minus forecast.</summary>
        public double Error(double persistence) => Actual - Forecast - (persistence > 0 ? Residual * Math.Pow(persistence, Lead + 1) : 0);
    }

    /// <summary>The rank and persistence with the least mean absolute error.</summary>
    /// <param name="model">Fitted to the series before the tail; or to all of it, and then the choice is too kind to high ranks.</param>
    /// <param name="series">Without gaps.</param>
    /// <param name="tail">Index of the first bin of the tail, at least the window.</param>
    /// <param name="steps">Leads scored.</param>
    /// <param name="ranks">First and last rank tried.</param>
    /// <param name="maxGrowth">See <see cref="SsaModel.Forecast"/>.</param>
    public static (int Rank, double Persistence) Of(SsaModel model, ReadOnlySpan<double> series, int tail, int steps, (int First, int Last) ranks, double maxGrowth)
    {
        (int Rank, double Persistence) best = (Math.Min(ranks.First, model.Rank), 0);
        double least = double.PositiveInfinity;
        for (int rank = best.Rank; rank <= Math.Min(ranks.Last, model.Rank); rank++)
        {
            List<Trial> trials = Trials(model, series, tail, steps, rank, maxGrowth);
            foreach (double persistence in Persistences)
            {
                double error = trials.Sum(trial => Math.Abs(trial.Error(persistence) / model.Scale));
                if (error < Better * least)
                {
                    (best, least) = ((rank, persistence), error);
                }
            }
        }

        return best;
    }

    /// <summary>All origins and leads of one rank.</summary>
    public static List<Trial> Trials(SsaModel model, ReadOnlySpan<double> series, int tail, int steps, int rank, double maxGrowth)
    {
        List<Trial> trials = [];
        double[] forecast = new double[steps];
        int stride = Math.Max(1, (series.Length - tail) / Origins);
        for (int origin = tail; origin < series.Length; origin += stride)
        {
            Span<double> ahead = forecast.AsSpan(0, Math.Min(steps, series.Length - origin));
            model.Continue(series[..origin], rank, ahead, maxGrowth, out double residual);
            for (int h = 0; h < ahead.Length; h++)
            {
                trials.Add(new Trial(series[origin + h], ahead[h], residual, h));
            }
        }

        return trials;
    }
}
