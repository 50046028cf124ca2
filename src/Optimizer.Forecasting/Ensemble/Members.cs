using System.Collections.Immutable;
using Optimizer.Forecasting.Grid;
using Optimizer.Forecasting.Seasons;

namespace Optimizer.Forecasting.Ensemble;

/// <summary>The point forecasts that are combined: levels, windows, seasons, clock profiles, SSA. A member that has nothing to go on says NaN.</summary>
internal sealed class Members
{
    private const int LevelMembers = 6, SeasonMembers = 11, DetectEveryPerDay = 4, LeastKnownToDetect = 48, DetectPoints = 4096;

    // Before any bin, and far enough from the end of the range that a difference does not overflow.
    private const long Never = long.MinValue / 4;

    private readonly SeriesHistory _history;
    private readonly int _bin;
    private readonly int _day;
    private int _season;
    private long _detectedAt = Never;
    private ProfileValue _now = ProfileValue.Unknown;
    private double _ratio = 1;

    public Members(SeriesOptions options, SeriesHistory history)
    {
        _history = history;
        _bin = options.BinSeconds;
        _day = 86_400 / _bin;
        Profile = new ClockProfile(history, options);
        Levels = new Levels(_day);
        Windows = new WindowStatistics(_bin);
        Ssa = new SsaMember(history, options);
        Names =
        [
            "last", "level-fast", "level-quick", "level", "level-slow", "drift",
            .. Windows.Lengths.Select(length => $"median-{length}"), .. Windows.Lengths.Select(length => $"mean-{length}"),
            "yesterday", "yesterday-smooth", "yesterday-scaled", "last-week", "last-week-smooth",
            "clock", "clock-fast", "clock-quick", "clock-slow", "clock-scaled", "clock-median", "season",
            .. SsaMember.Ranks.Select(rank => $"ssa-{rank}"),
        ];
    }

    /// <summary>Stable names, in the order of the values.</summary>
    public ImmutableArray<string> Names { get; }

    /// <summary>What the time of day had.</summary>
    public ClockProfile Profile { get; }

    /// <summary>Exponential levels.</summary>
    public Levels Levels { get; }

    /// <summary>Recent windows.</summary>
    public WindowStatistics Windows { get; }

    /// <summary>SSA.</summary>
    public SsaMember Ssa { get; }

    /// <summary>A period other than the day that the series seems to have, bins; 0 when none is known.</summary>
    public int Season => _season;

    /// <summary>Brings all up to the newest bin, whose value the levels have taken.</summary>
    public void Update()
    {
        long now = _history.LastIndex;
        Windows.Update(_history);
        _now = Profile.At(now);
        double grain = 0.05 * Levels.Mean;
        _ratio = _now.IsKnown && _now.Mean > 0 ? Math.Clamp((Levels[1] + grain) / (_now.Mean + grain), 0.3, 3) : 1;
        Ssa.Update();
        long every = Math.Max(12, Math.Min(_day / DetectEveryPerDay, _history.Count / 4));
        if (_history.Known >= LeastKnownToDetect && now - _detectedAt >= every)
        {
            _detectedAt = now;
            IReadOnlyList<int> found = SeasonDetector.Detect(_history.Last(DetectPoints), _bin);
            _season = found.FirstOrDefault(period => period != _day && period < _history.Count / 2);
        }
    }

    /// <summary>All members' values some bins ahead.</summary>
    /// <param name="step">1 to a day.</param>
    /// <param name="profile">The clock profile of the target.</param>
    /// <param name="values">One per name; NaN where a member has nothing to go on.</param>
    public void Fill(int step, ProfileValue profile, Span<double> values)
    {
        double last = _history.Value(_history.LastIndex);
        values[0] = double.IsNaN(last) ? Levels[0] : last;
        for (int i = 0; i < 4; i++)
        {
            values[i + 1] = Levels[i];
        }

        values[5] = Math.Max(0, Levels[2] + (Levels.Drift * 10 * (1 - Math.Pow(0.9, step))));
        int at = LevelMembers;
        for (int w = 0; w < Windows.Lengths.Length; w++, at++)
        {
            values[at] = Windows.Median(w);
            values[at + Windows.Lengths.Length] = Windows.Mean(w);
        }

        at += Windows.Lengths.Length;
        FillSeasons(step, profile, values.Slice(at, SeasonMembers + 1));
        at += SeasonMembers + 1;
        for (int m = 0; m < SsaMember.Ranks.Length; m++)
        {
            values[at + m] = Ssa.At(m, step);
        }
    }

    /// <summary>The clock profile with the part of today's distance from it that is still there then; NaN when no day is known.</summary>
    public double ClockWithOffset(int step, ProfileValue profile) => Floor(profile.Mean + (Levels.SlowOffset * Math.Exp(-8.0 * step / _day)));

    /// <summary>Writes the state.</summary>
    public void Save(BinaryWriter writer)
    {
        Levels.Save(writer);
        Windows.Save(writer);
        Ssa.Save(writer);
        writer.Write(_season);
        writer.Write(_detectedAt);
        Numbers.Write(writer, [_now.Mean, _now.Median, _now.Deviation, _now.Yesterday, _now.LastWeek, _ratio]);
    }

    /// <summary>Reads what <see cref="Save"/> wrote; the history is there already.</summary>
    public void Load(BinaryReader reader)
    {
        Levels.Load(reader);
        Windows.Load(reader);
        Ssa.Load(reader);
        _season = reader.ReadInt32();
        _detectedAt = reader.ReadInt64();
        double[] rest = new double[6];
        Numbers.Read(reader, rest);
        _now = new ProfileValue(rest[0], rest[1], rest[2], rest[3], rest[4]);
        _ratio = rest[5];
        if (_season < 0)
        {
            throw new InvalidDataException($"A season of {_season} bins.");
        }
    }

    private static double Floor(double value) => double.IsNaN(value) ? value : Math.Max(0, value);

    private void FillSeasons(int step, ProfileValue profile, Span<double> values)
    {
        long target = _history.LastIndex + step;
        double yesterday = profile.Yesterday, day = _day;
        values[0] = Profile.RawDaysBefore(target, 1);
        values[1] = yesterday;
        values[2] = yesterday * _ratio;
        values[3] = Profile.RawDaysBefore(target, 7);
        values[4] = profile.LastWeek;
        values[5] = profile.Mean;
        values[6] = Floor(profile.Mean + (Levels.FastOffset * Math.Exp(-48 * step / day)));
        values[7] = ClockWithOffset(step, profile);
        values[8] = Floor(profile.Mean + (Levels.SlowOffset * Math.Exp(-step / (2 * day))));
        values[9] = profile.Mean * _ratio;
        values[10] = Floor(profile.Median + (Levels.SlowOffset * Math.Exp(-8 * step / day)));
        values[11] = _season == 0 ? double.NaN : _history.Value(target - ((long)_season * ((step + _season - 1) / _season)));
    }
}
