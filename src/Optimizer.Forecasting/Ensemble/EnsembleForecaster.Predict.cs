using Optimizer.Forecasting.Grid;
using Optimizer.Model.Collections;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>Forecasting: for the caller, and to be stored and judged.</summary>
internal sealed partial class EnsembleForecaster
{
    // A path of a window is followed at no more than this many steps: the highest of a smooth path is found well enough, and a day of minutes has 1440.
    private const int PathPoints = 72;

    /// <inheritdoc/>
    public ForecastPath Forecast(int steps)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(steps, ForecastLimits.MostSteps);
        if (_history.Count == 0)
        {
            throw new InvalidOperationException("Nothing was observed yet, so there is no time to forecast from. Observe at least one bin, missing or not.");
        }

        Scratch scratch = new(_members.Names.Length);
        ForecastStep[] path = new ForecastStep[steps];
        Span<double> said = stackalloc double[4];
        for (int step = 1; step <= steps; step++)
        {
            // Beyond a day the same time of the first day is meant: bins longer than a minute can be asked for more than that.
            double mean = Step(((step - 1) % _day) + 1, scratch, said);
            path[step - 1] = new ForecastStep(QuantileGuard.Clip(mean, Options.Cap), new Quantiles(said[0], said[1], said[2], said[3]));
        }

        double[] bounds = new double[_grid.Windows.Length * 4];
        for (int w = 0; w < _grid.Windows.Length; w++)
        {
            Peak(w, scratch, said);
            said.CopyTo(bounds.AsSpan(w * 4));
        }

        return new ForecastPath
        {
            Origin = BinClock.Start(_history.LastIndex, Options.BinSeconds),
            Bin = Options.Bin,
            Steps = ValueArray.Create<ForecastStep>(path),
            Peaks = [.. NestedPeaks.Of(bounds).Select((quantiles, w) => new PeakForecast(_grid.WindowLengths[w], quantiles))],
        };
    }

    private void Store(long index)
    {
        Scratch scratch = new(_members.Names.Length);
        Span<double> said = stackalloc double[4];
        for (int k = 0; k < _grid.Steps.Length; k++)
        {
            if (!_stored[k].IsDue(index))
            {
                continue;
            }

            int step = _grid.Steps[k];
            Step(step, scratch, said);
            Span<float> room = _stored[k].Put(index);
            double scale = Math.Max(_members.Levels.Highest, 1e-9);
            Span<Half> shares = _stored[k].Shares(index);
            for (int m = 0; m < shares.Length; m++)
            {
                shares[m] = (Half)Math.Clamp(scratch.Values[m] / scale, 0, (double)Half.MaxValue);
            }

            double yesterday = _members.Profile.RawDaysBefore(index + step, 1), last = _history.Value(index);
            WriteExperts(scratch.Experts, room);
            Write(room[SaidAt..], [], said);
            room[ScaleAt] = (float)scale;
            room[ControlAt] = (float)(double.IsNaN(yesterday) ? (double.IsNaN(last) ? _members.Levels[0] : last) : yesterday);
        }

        for (int w = 0; w < _grid.Windows.Length; w++)
        {
            if (_storedPeaks[w].IsDue(index))
            {
                Peak(w, scratch, said);
                Write(_storedPeaks[w].Put(index), scratch.PeakExperts, said);
            }
        }

        _fallbacks += scratch.HasFallenBack ? 1 : 0;
    }

    /// <summary>One future bin: its quantiles into <paramref name="said"/>, its mean returned.</summary>
    private double Step(int step, Scratch scratch, Span<double> said)
    {
        if (_members.Levels.Known == 0)
        {
            double believed = Ignorance(said);
            Guard(scratch, said);
            return believed;
        }

        ProfileValue profile = _members.Profile.At(_history.LastIndex + step);
        _members.Fill(step, profile, scratch.Values);

        // While nothing is heard, what is asked lies further from what is known: that is the lead whose errors count.
        (int lead, double next) = _grid.Locate(Math.Min(step + _silence, _day));
        double combined = Blend(_weights.Combine(lead, scratch.Values), next > 0 ? _weights.Combine(lead + 1, scratch.Values) : double.NaN, next);
        combined = double.IsNaN(combined) ? _members.Levels[1] : combined;
        FillExperts(step, combined, profile, scratch.Experts);
        if (!Pool(lead, next, scratch.Experts, said))
        {
            ColdQuantiles(step, scratch, said);
        }

        Guard(scratch, said);
        return Math.Max(0, combined + (_pools[lead].Errors > 0 ? _pools[lead].Bias : 0));
    }

    private void Peak(int w, Scratch scratch, Span<double> said)
    {
        if (_members.Levels.Known == 0)
        {
            Ignorance(said);
            Guard(scratch, said);
            return;
        }

        int bins = _grid.Windows[w], stride = Math.Max(1, bins / PathPoints);
        double highest = 0, bound = 0, highest99 = 0;
        for (int step = 1; step <= bins; step += stride)
        {
            Step(step, scratch, said);
            highest = Math.Max(highest, scratch.Experts[0].Location);
            bound = Math.Max(bound, said[2]);
            highest99 = Math.Max(highest99, said[3]);
        }

        FillPeakExperts(w, highest, bound, scratch.PeakExperts);
        if (_peakPools[w].Errors >= LeastErrors)
        {
            _peakPools[w].Predict(scratch.PeakExperts, _members.Levels.Highest, said);
        }
        else
        {
            // Too few windows have passed: the path's own bounds, which a peak exceeds more often than their probability says, one probability up.
            (said[0], said[1], said[2], said[3]) = (Math.Max(highest, said[0]), bound, Math.Max(bound, highest99), 1.25 * Math.Max(bound, highest99));
        }

        Guard(scratch, said);
    }

    /// <summary>What is said is what is stored, judged and published: finite, ordered, within 0 and the cap. Only peaks that contradict each other are published pooled.</summary>
    private void Guard(Scratch scratch, Span<double> said)
    {
        bool isUsable = true;
        foreach (double value in said)
        {
            isUsable &= double.IsFinite(value);
        }

        if (!isUsable)
        {
            scratch.HasFallenBack = true;
            HistoryQuantiles(scratch, said);
        }

        Quantiles guarded = QuantileGuard.Order(said[0], said[1], said[2], said[3], Options.Cap);
        (said[0], said[1], said[2], said[3]) = (guarded.Q50, guarded.Q90, guarded.Q95, guarded.Q99);
    }

    private static double Blend(double first, double second, double share) =>
        share == 0 || double.IsNaN(second) ? first : double.IsNaN(first) ? second : ((1 - share) * first) + (share * second);

    private static void Write(Span<float> room, ReadOnlySpan<Expert> experts, ReadOnlySpan<double> said)
    {
        for (int e = 0; e < experts.Length; e++)
        {
            (room[2 * e], room[(2 * e) + 1]) = ((float)experts[e].Location, (float)experts[e].Scale);
        }

        for (int q = 0; q < 4; q++)
        {
            room[(2 * experts.Length) + q] = (float)said[q];
        }
    }

    /// <summary>Room for one step's numbers, reused over a path.</summary>
    private sealed class Scratch(int members)
    {
        public double[] Values { get; } = new double[members];

        public Expert[] Experts { get; } = new Expert[ExpertCount];

        public Expert[] PeakExperts { get; } = new Expert[PeakExpertCount];

        /// <summary>The last day's known values, ascending; sorted when first asked for.</summary>
        public double[]? Known { get; set; }

        /// <summary>A step or peak was unusable and the values seen were said instead.</summary>
        public bool HasFallenBack { get; set; }
    }
}
