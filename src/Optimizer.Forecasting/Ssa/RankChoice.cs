namespace Optimizer.Forecasting.Ssa;

/// <summary>Chooses the rank by forecasting the tail of the series from several origins in it.</summary>
internal static class RankChoice
{
    private const int Origins = 12;

    // A higher rank has to earn its place: among ranks this close the difference is chance.
    private const double Better = 0.98;

    /// <summary>The rank with the least mean absolute error.</summary>
    /// <param name="model">Fitted to the series before the tail; or to all of it, and then the choice is too kind to high ranks.</param>
    /// <param name="series">Without gaps.</param>
    /// <param name="tail">Index of the first bin of the tail, at least the window.</param>
    /// <param name="steps">Leads scored.</param>
    /// <param name="maxRank">Most vectors.</param>
    /// <param name="maxGrowth">See <see cref="SsaModel.Forecast"/>.</param>
    public static int Of(SsaModel model, ReadOnlySpan<double> series, int tail, int steps, int maxRank, double maxGrowth)
    {
        int best = 1;
        double least = double.PositiveInfinity;
        for (int rank = 1; rank <= Math.Min(maxRank, model.Rank); rank++)
        {
            double error = 0;
            foreach ((double actual, double forecast, int _) in Errors(model, series, tail, steps, rank, maxGrowth))
            {
                error += Math.Abs((actual / model.Scale) - (forecast / model.Scale));
            }

            if (error < Better * least)
            {
                (best, least) = (rank, error);
            }
        }

        return best;
    }

    /// <summary>Actuals, forecasts and leads (0 is the first step) over the origins.</summary>
    public static List<(double Actual, double Forecast, int Lead)> Errors(SsaModel model, ReadOnlySpan<double> series, int tail, int steps, int rank, double maxGrowth)
    {
        List<(double Actual, double Forecast, int Lead)> errors = [];
        double[] forecast = new double[steps];
        int stride = Math.Max(1, (series.Length - tail) / Origins);
        for (int origin = tail; origin < series.Length; origin += stride)
        {
            Span<double> ahead = forecast.AsSpan(0, Math.Min(steps, series.Length - origin));
            model.Forecast(series[..origin], rank, ahead, maxGrowth);
            for (int h = 0; h < ahead.Length; h++)
            {
                errors.Add((series[origin + h], ahead[h], h));
            }
        }

        return errors;
    }
}
