using NodaTime;
using NodaTime.Text;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Forecasting;

/// <summary>Stamps that no clock meant: they must not silently become the history.</summary>
public sealed class SeriesTimesTests : IDisposable
{
    private const int Keep = 1000;

    private static readonly Instant Start = Instant.FromUtc(2024, 1, 1, 0, 0);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("9999-12-31T23:59:00Z")]
    [InlineData("2200-01-01T00:00:00Z")]
    [InlineData("1969-12-31T23:59:00Z")]
    [InlineData("1970-01-01T00:30:00+01:00")]
    [InlineData("0001-01-01T00:00:00Z")]
    public void Read_StampOfNoClock_IsRefusedWithItsLine(string stamp) => Assert.Contains(
        $"in.csv:3: timestamp \"{stamp}\" is not between 1970 and 2200; correct the time or remove the row",
        Refused($"2024-01-01T00:00:00Z,1\n{stamp},1\n"));

    [Theory]
    [InlineData("0001-01-01T00:00:00+14:00")]
    [InlineData("9999-12-31T23:59:00-14:00")]
    [InlineData("2024-02-30T00:00:00Z")]
    public void Read_StampBeyondTheCalendar_IsNoTime(string stamp) => Assert.Contains("is not a time; write ISO 8601", Refused($"{stamp},1\n"));

    [Theory]
    [InlineData("1970-01-01T00:00:00Z")]
    [InlineData("2199-12-31T23:59:00Z")]
    public void Read_FirstAndLastLegalTime_AreTaken(string stamp) => Assert.Equal(InstantPattern.General.Parse(stamp).Value, Read($"{stamp},1\n").Last);

    [Fact]
    public void Read_OneStampFarAhead_NamesItsLine()
    {
        string rows = Rows(0, 2000) + "2099-01-01T00:00:00Z,5\n" + Rows(2001, 1000);

        Assert.EndsWith(
            "in.csv:2003: the row goes back to before line 2002, where the timestamp 2099-01-01T00:00:00Z is 27392.61 days after the row before it; if the time in line 2002 is wrong, correct it or remove the row",
            Refused(rows));
    }

    [Fact]
    public void Read_SeveralStampsFarAhead_NamesTheFirst() =>
        Assert.Contains("goes back to before line 2002", Refused(Rows(0, 2000) + "2099-01-01T00:00:00Z,5\n2099-01-01T00:01:00Z,5\n" + Rows(2002, 10)));

    [Fact]
    public void Read_LastStampFarAhead_IsNotTheWholeHistory() =>
        Assert.Contains("in.csv:2002: timestamp 2099-01-01T00:00:00Z is 27392.61 days after the row before it, and nothing follows it", Refused(Rows(0, 2000) + "2099-01-01T00:00:00Z,5\n"));

    [Fact]
    public void Read_AStampSomeHoursAheadThatTheRestLiesBefore_NamesItsLine() =>
        Assert.Contains("in.csv:2002: timestamp 2024-01-02T17:20:00Z is 0.33 days after the row before it, and 100 rows of the time between follow it", Refused(Rows(0, 2000) + Rows(2480, 1) + Rows(2001, 100)));

    [Fact]
    public void Read_RowsThatComeLate_AreLeftOut()
    {
        SeriesFile file = Read(Rows(0, 100) + Rows(130, 10) + Rows(100, 30) + Rows(140, 10));

        Assert.Equal((150, 30, 112), (file.Rows, file.LeftOut, file.FirstLeftOutLine));
        Assert.Equal(Start + Duration.FromMinutes(149), file.Last);
    }

    [Fact]
    public void Read_ARealGap_StartsTheHistoryAnewAndSaysWhere()
    {
        SeriesFile file = Read(Rows(0, 100) + Rows(5000, 10));

        Assert.Equal((102, 10), (file.LineAfterGap, file.Kept.Count));
    }

    [Fact]
    public void Read_ClockOfAZoneWithDaylightSaving_IsOneGridByItsOffsets()
    {
        SeriesFile file = Read("2024-10-27T02:59:00+02:00,1\n2024-10-27T02:00:00+01:00,2\n2024-10-27T02:01:00+01:00,3\n");

        Assert.Equal((3, 0), (file.Kept.Count, file.LeftOut));
        Assert.Equal(Instant.FromUtc(2024, 10, 27, 1, 1), file.Last);
    }

    private static string Rows(int first, int count) =>
        string.Concat(Enumerable.Range(first, count).Select(i => $"{InstantPattern.ExtendedIso.Format(Start + Duration.FromMinutes(i))},5\n"));

    private SeriesFile Read(string rows) => Assert.IsType<SeriesReading.Read>(Reading(rows)).File;

    private string Refused(string rows) => Assert.IsType<SeriesReading.Refused>(Reading(rows)).Message;

    private SeriesReading Reading(string rows) => SeriesCsv.Read(_folder.Write("in.csv", "timestamp,value\n" + rows), 60, Keep, CancellationToken.None);
}
