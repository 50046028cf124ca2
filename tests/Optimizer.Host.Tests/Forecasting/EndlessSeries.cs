using System.Globalization;

namespace Optimizer.Host.Tests.Forecasting;

/// <summary>The text of a series with any number of rows, one per second, made as it is read: nothing of it is held or stored.</summary>
internal sealed class EndlessSeries(long rows) : TextReader
{
    private const string Form = "yyyy-MM-dd'T'HH:mm:ss'Z,'";

    private readonly char[] _row = new char[32];
    private int _at;
    private int _length = -1;
    private long _made;

    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    public override int Read(Span<char> buffer)
    {
        int written = 0;
        while (written < buffer.Length && (_at < _length || Next()))
        {
            int part = Math.Min(_length - _at, buffer.Length - written);
            _row.AsSpan(_at, part).CopyTo(buffer[written..]);
            (_at, written) = (_at + part, written + part);
        }

        return written;
    }

    private bool Next()
    {
        if (_length < 0)
        {
            "timestamp,value\n".CopyTo(_row);
            (_at, _length) = (0, 16);
            return true;
        }

        if (_made == rows)
        {
            return false;
        }

        DateTime.UnixEpoch.AddSeconds(_made).TryFormat(_row, out _length, Form, CultureInfo.InvariantCulture);
        _row[_length++] = (char)('0' + (_made % 10));
        _row[_length++] = '\n';
        (_at, _made) = (0, _made + 1);
        return true;
    }
}
