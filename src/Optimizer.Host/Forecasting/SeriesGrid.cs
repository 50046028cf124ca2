using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace Optimizer.Host.Forecasting;

/// <summary>Takes the rows of one series in file order, proves that they lie on a grid, and keeps the last ones.</summary>
/// <param name="path">The file in messages.</param>
/// <param name="binSeconds">Seconds between two rows; null takes the distance of the first two.</param>
/// <param name="keep">Most bins kept.</param>
internal sealed class SeriesGrid(string path, int? binSeconds, int keep)
{
    // Rows that come late are a few; more of them at the end mean that the row they seem late for is what is wrong.
    private const int MostLate = 10;

    private readonly Queue<SeriesRow> _kept = new();
    private int _bin = binSeconds ?? 0;
    private Instant _first;
    private Instant _last;
    private long _rows;
    private long _missing;
    private long _leftOut;
    private long _firstLeftOut;
    private long _shortestStep = long.MaxValue;
    private bool _endsLate;
    private Hole _hole;
    private Hole _gap;

    /// <summary>The file in messages.</summary>
    public string Path => path;

    /// <summary>Takes a row; what is wrong with it, or null. A row that is not after the one before is left out and counted.</summary>
    public string? Add(SeriesRow row, long line)
    {
        _rows++;
        if (_rows == 1)
        {
            _first = row.Time;
        }
        else if (row.Time <= _last)
        {
            _leftOut++;
            _firstLeftOut = _firstLeftOut == 0 ? line : _firstLeftOut;
            _endsLate = true;
            return Late(row.Time);
        }
        else if (Step(row.Time) is string problem)
        {
            return problem;
        }

        if (_rows > 1 && row.Time - _last > Duration.FromSeconds(_bin))
        {
            _hole = new Hole(line, _last, row.Time, Late: 0);
            _gap = row.Time - _last > Window ? _hole : _gap;
        }

        _endsLate = false;
        _last = row.Time;
        _missing += row.Value is null ? 1 : 0;
        _kept.Enqueue(row);
        while (_kept.Count > keep || (_bin > 0 && _kept.Peek().Time <= _last - Window))
        {
            _kept.Dequeue();
        }

        return null;
    }

    private Duration Window => Duration.FromSeconds(_bin) * keep;

    /// <summary>What the rows came to.</summary>
    public SeriesReading Finish()
    {
        if (_rows == 0)
        {
            return new SeriesReading.Refused($"{path}: the file has a header and no rows; a forecast needs at least one sample");
        }

        if (_leftOut * 2 > _rows)
        {
            return new SeriesReading.Refused(Text(
                $"{path}:{_firstLeftOut}: {_leftOut} of {_rows} rows are not after the row before; sort the file by time, oldest first, one row per time"));
        }

        if (_endsLate && _hole.Late > MostLate)
        {
            return new SeriesReading.Refused(Text($"{path}:{_hole.Line}: {_hole}, and {_hole.Late} rows of the time between follow it; {_hole.Correct}"));
        }

        if (_gap.Line > 0 && _gap.After == _last)
        {
            return new SeriesReading.Refused(Text($"{path}:{_gap.Line}: {_gap}, and nothing follows it: it would be the only row used; {_gap.Correct}"));
        }

        if (_bin == 0)
        {
            return new SeriesReading.Refused($"{path}: one row does not tell how far apart samples are; say it with --bin");
        }

        if (_rows - _leftOut > 2 && _shortestStep > _bin)
        {
            return new SeriesReading.Refused(Text($"{path}: the rows are {_shortestStep} s apart or more, and --bin says {_bin}; use --bin {_shortestStep}"));
        }

        if (_kept.All(static row => row.Value is null))
        {
            return new SeriesReading.Refused(Text($"{path}: all of the last {_kept.Count} values are missing; a forecast needs at least one sample"));
        }

        return new SeriesReading.Read(new SeriesFile
        {
            Path = path,
            BinSeconds = _bin,
            Kept = [.. _kept],
            Rows = _rows,
            Missing = _missing,
            LeftOut = _leftOut,
            FirstLeftOutLine = _firstLeftOut,
            LineAfterGap = _gap.Line,
        });
    }

    /// <summary>What is wrong with a row that is not after the row before, or null: it is left out.</summary>
    private string? Late(Instant time)
    {
        _hole = _hole.Holds(time) ? _hole with { Late = _hole.Late + 1 } : _hole;
        return _gap.Holds(time) ? Text($"the row goes back to before line {_gap.Line}, where the {_gap}; {_gap.Correct}") : null;
    }

    private string? Step(Instant time)
    {
        Duration step = time - _last;
        if (_bin == 0)
        {
            if (!BinLength.IsLegal(step.TotalSeconds))
            {
                return Text($"the first two rows are {step.TotalSeconds} s apart, expected {BinLength.Legal}; say the distance with --bin");
            }

            _bin = (int)step.TotalSeconds;
        }

        if ((time.ToUnixTimeTicks() - _first.ToUnixTimeTicks()) % (_bin * NodaConstants.TicksPerSecond) != 0)
        {
            return Text($"{step.TotalSeconds} s after the row before, expected a multiple of {_bin} s{(binSeconds is null ? " as between the first two rows" : " (--bin)")}; average the samples over bins of one length, or use the bin they have");
        }

        _shortestStep = Math.Min(_shortestStep, (long)step.TotalSeconds);
        return null;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>More than a bin between two rows.</summary>
    /// <param name="Line">Line of the row after it; 0 when there is none.</param>
    /// <param name="Before">Time of the row before it.</param>
    /// <param name="After">Time of the row after it.</param>
    /// <param name="Late">Rows of the time between that came afterwards.</param>
    private readonly record struct Hole(long Line, Instant Before, Instant After, long Late)
    {
        public string Correct => Text($"if the time in line {Line} is wrong, correct it or remove the row");

        public bool Holds(Instant time) => Line > 0 && time > Before && time < After;

        public override string ToString() => Text($"timestamp {InstantPattern.ExtendedIso.Format(After)} is {(After - Before).TotalDays:0.##} days after the row before it");
    }
}
