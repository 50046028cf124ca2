using System.Collections.Immutable;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>The experts: where each expects a value and what its errors grow with.</summary>
internal sealed partial class EnsembleForecaster
{
    private const int ExpertCount = 8, PeakExpertCount = 5;

    // The experts whose scale is the plain unit.
    private static readonly ImmutableArray<int> PlainExperts = [1, 3, 4, 5], PlainPeakExperts = [1, 2];

    // A stored forecast: what its experts are made of, the four quantiles said, the control, and what the members' shares are shares of.
    private const int SaidAt = 8, ControlAt = 12, ScaleAt = 13, StoredWidth = 14;

    /// <summary>The scales' smallest part: 2 % of the highest value, so that errors of a series at rest do not become infinite multiples of nothing.</summary>
    private double Grain => (0.02 * _members.Levels.Highest) + 1e-9;

    /// <summary>The experts of one future bin.</summary>
    /// <param name="step">1 to a day.</param>
    /// <param name="combined">The members' weighted mean.</param>
    /// <param name="profile">The clock profile of that bin.</param>
    /// <param name="experts">Receives them.</param>
    private void FillExperts(int step, double combined, ProfileValue profile, Span<Expert> experts)
    {
        Levels levels = _members.Levels;
        double share = 0.15 * levels.Mean, grain = Grain;
        double clock = _members.ClockWithOffset(step, profile);
        clock = double.IsNaN(clock) ? combined : clock;
        double yesterday = _members.Profile.RawDaysBefore(_history.LastIndex + step, 1);
        double deviation = double.IsNaN(profile.Deviation) ? levels.Deviation : profile.Deviation;
        experts[0] = new Expert(combined, deviation + (0.1 * levels.Mean) + grain);
        experts[1] = new Expert(0, _unit);
        experts[2] = new Expert(0, (profile.IsKnown ? profile.Mean : levels[3]) + share + grain);
        experts[3] = new Expert(clock, _unit);
        experts[4] = new Expert(double.IsNaN(yesterday) ? clock : yesterday, _unit);
        experts[5] = new Expert(levels[1], _unit);
        experts[6] = new Expert(clock, clock + share + grain);
        experts[7] = new Expert(combined, combined + share + grain);
    }

    /// <summary>The experts of the highest value of the next bins.</summary>
    /// <param name="window">Index of the window.</param>
    /// <param name="highest">Highest of the combined forecast over the window.</param>
    /// <param name="highestBound">Highest of the 95 % bounds over the window.</param>
    /// <param name="experts">Receives them.</param>
    private void FillPeakExperts(int window, double highest, double highestBound, Span<Expert> experts)
    {
        Levels levels = _members.Levels;
        int bins = _grid.Windows[window];
        long now = _history.LastIndex;
        double grain = Grain, before = _members.Profile.PeakBefore(now + 1, bins), last = _members.Profile.Peak(now - bins + 1, bins);
        double clock = !double.IsNaN(before) ? before : !double.IsNaN(last) ? last : highest;
        experts[0] = new Expert(highest, highest + (0.15 * levels.Mean) + grain);
        experts[1] = new Expert(0, _unit);
        experts[2] = new Expert(clock, _unit);
        experts[3] = new Expert(0, (0.5 * clock) + (0.5 * highest) + (0.1 * levels.Mean) + grain);
        experts[4] = new Expert(0, highestBound + (0.05 * levels.Mean) + grain);
    }

    /// <summary>Stores what the experts of a lead are made of: some share a location, some need none, and the plain unit is not theirs.</summary>
    private static void WriteExperts(ReadOnlySpan<Expert> experts, Span<float> room)
    {
        (room[0], room[1], room[2]) = ((float)experts[0].Location, (float)experts[0].Scale, (float)experts[2].Scale);
        (room[3], room[4], room[5]) = ((float)experts[3].Location, (float)experts[4].Location, (float)experts[5].Location);
        (room[6], room[7]) = ((float)experts[6].Scale, (float)experts[7].Scale);
    }

    /// <summary>The experts again. The unit may have changed since; plain errors are counted in the present one.</summary>
    private void ReadExperts(ReadOnlySpan<float> made, Span<Expert> experts)
    {
        experts[0] = new Expert(made[0], made[1]);
        experts[1] = new Expert(0, _unit);
        experts[2] = new Expert(0, made[2]);
        experts[3] = new Expert(made[3], _unit);
        experts[4] = new Expert(made[4], _unit);
        experts[5] = new Expert(made[5], _unit);
        experts[6] = new Expert(made[3], made[6]);
        experts[7] = new Expert(made[0], made[7]);
    }
}
