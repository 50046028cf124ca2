using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class ChangeDetectorTests
{
    [Fact]
    public void Add_OfErrorsWithoutAChange_RaisesNoAlarm() =>
        Assert.Equal(0, Alarms(new ChangeDetector(), GeneratedSeries.Noise(20_000, -2.5, 2.5, seed: 1)));

    [Fact]
    public void Add_OfErrorsThatAreSkewedForEver_RaisesNoAlarm() =>
        // A GPU with duty cycles: four of five values are below the forecast, the fifth far above.
        Assert.Equal(0, Alarms(new ChangeDetector(), GeneratedSeries.Noise(20_000, 0, 1, seed: 2).Select(static u => u < 0.2 ? 4.0 : 0.0)));

    [Fact]
    public void Add_OfOneSpike_HoweverHigh_RaisesNoAlarm() =>
        Assert.Equal(0, Alarms(new ChangeDetector(), [.. Enumerable.Repeat(0.0, 50), 1e12, -1e12, .. Enumerable.Repeat(0.0, 50)]));

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void Add_OfErrorsThatStayFarOff_RaisesOneAlarmWithinTen(int sign)
    {
        ChangeDetector detector = new();
        Alarms(detector, GeneratedSeries.Noise(200, -1, 1, seed: 3));

        Assert.Equal(1, Alarms(detector, Enumerable.Repeat(sign * 100.0, 10)));
    }

    [Fact]
    public void Load_OfWhatWasSaved_RaisesTheAlarmAtTheSameError()
    {
        ChangeDetector detector = new(), loaded = new();
        Alarms(detector, [1, -1, 2, 6, 6, 6]);
        using MemoryStream stream = new();
        detector.Save(new BinaryWriter(stream));
        stream.Position = 0;
        loaded.Load(new BinaryReader(stream));

        for (int i = 0; i < 10; i++)
        {
            Assert.Equal(detector.Add(5), loaded.Add(5));
        }
    }

    private static int Alarms(ChangeDetector detector, IEnumerable<double> errors) => errors.Count(detector.Add);
}
