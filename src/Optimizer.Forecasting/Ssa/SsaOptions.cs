namespace Optimizer.Forecasting.Ssa;

/// <summary>Settings of the <c>ssa</c> method under the names ML.NET gives them (<c>ForecastBySsa</c>), so that a configuration can be carried over.</summary>
/// <remarks>Sizes are in bins. Where our meaning differs, or a setting has no effect, its line says so.</remarks>
public sealed record SsaOptions
{
    /// <summary>Longest window: a decomposition costs its cube.</summary>
    public const int MostWindow = 1440;

    /// <summary>L: at least the longest season to be continued, at least 2. Null: the season found, else a day, within 48 and 288 and at most a third of the history.</summary>
    public int? WindowSize { get; init; }

    /// <summary>No effect, only checked to be longer than the window: the whole training range is at hand, so there is no separate buffer.</summary>
    public int? SeriesLength { get; init; }

    /// <summary>Newest bins fitted, at least twice the window. ML.NET takes the first rows. Null: a week, at most 4032.</summary>
    public int? TrainSize { get; init; }

    /// <summary>Leads the rank is chosen for. Forecasts may be longer. Null: the window, at most 72.</summary>
    public int? Horizon { get; init; }

    /// <summary>Probability of <see cref="SsaFit.Interval"/>, within 0 and 1. No effect on forecasts, which always give the four planning quantiles.</summary>
    public double ConfidenceLevel { get; init; } = 0.95;

    /// <summary>How the rank is chosen.</summary>
    public RankSelectionMethod RankSelectionMethod { get; init; } = RankSelectionMethod.Exact;

    /// <summary>The rank, when it is fixed; at most <see cref="MaxRank"/>.</summary>
    public int? Rank { get; init; }

    /// <summary>Most vectors kept. ML.NET's default is the window less one; past 16 there is little but noise, and state and cost grow with it.</summary>
    public int MaxRank { get; init; } = 16;

    /// <summary>Refuse recurrences that grow beyond <see cref="MaxGrowth"/>, and forecasts far outside the range seen. ML.NET moves polynomial roots instead.</summary>
    public bool ShouldStabilize { get; init; } = true;

    /// <summary>Most one unit of noise may become within the forecast, at least 1. ML.NET: growth per time span, unbounded by default.</summary>
    public double MaxGrowth { get; init; } = SsaModel.DefaultMaxGrowth;

    /// <summary>No effect, must be 1: old bins leave by the training range, not by weight.</summary>
    public double DiscountFactor { get; init; } = 1;

    /// <summary>Refit while observing, starting from the subspace before. ML.NET never updates it. False fits once, as soon as the training range is full.</summary>
    public bool IsAdaptive { get; init; } = true;

    /// <summary>Bins between fits. Null: an eighth of the window. Not of ML.NET.</summary>
    public int? RefitEvery { get; init; }

    /// <summary>No effect: every forecast may have its own horizon.</summary>
    public bool VariableHorizon { get; init; } = true;

    /// <summary>No effect: what a fit found is always kept.</summary>
    public bool ShouldMaintainInfo { get; init; } = true;

    /// <summary>Everything wrong with the settings, one sentence each; empty when nothing is.</summary>
    public IReadOnlyList<string> Errors()
    {
        List<string> errors = [];
        void Require(bool fine, string error)
        {
            if (!fine)
            {
                errors.Add(error);
            }
        }

        Require(WindowSize is null or (>= 2 and <= MostWindow), $"WindowSize is {WindowSize}; 2 to {MostWindow} is legal.");
        Require(SeriesLength is null || SeriesLength > (WindowSize ?? 1), $"SeriesLength is {SeriesLength}; it must exceed WindowSize ({WindowSize}).");
        Require(TrainSize is null or (>= 16 and <= 100_000), $"TrainSize is {TrainSize}; 16 to 100000 is legal.");
        Require(TrainSize is null || WindowSize is null || TrainSize >= 2 * WindowSize, $"TrainSize is {TrainSize}; it must be at least twice WindowSize ({WindowSize}).");
        Require(Horizon is null or (>= 1 and <= ForecastLimits.MostSteps), $"Horizon is {Horizon}; 1 to {ForecastLimits.MostSteps} is legal.");
        Require(ConfidenceLevel is > 0 and < 1, $"ConfidenceLevel is {ConfidenceLevel}; more than 0 and less than 1 is legal.");
        Require(MaxRank >= 1 && MaxRank < (WindowSize ?? MostWindow), $"MaxRank is {MaxRank}; 1 to WindowSize - 1 is legal.");
        Require(RankSelectionMethod != RankSelectionMethod.Fixed || Rank is not null, "RankSelectionMethod is Fixed, but Rank is not given.");
        Require(Rank is null || (Rank >= 1 && Rank <= MaxRank), $"Rank is {Rank}; 1 to MaxRank ({MaxRank}) is legal.");
        Require(MaxGrowth >= 1, $"MaxGrowth is {MaxGrowth}; at least 1 is legal.");
        Require(DiscountFactor is 1, $"DiscountFactor is {DiscountFactor}; only 1 is supported: shorten TrainSize to forget sooner.");
        Require(RefitEvery is null or >= 1, $"RefitEvery is {RefitEvery}; at least 1 is legal.");
        return errors;
    }
}
