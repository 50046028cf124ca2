using FsCheck;
using FsCheck.Fluent;
using Optimizer.Forecasting.Grid;

namespace Optimizer.Forecasting.Tests.Grid;

public sealed class SeriesHistoryTests
{
    [Fact]
    public void Append_WithBinsLeftOut_KeepsTheirPlacesAsMissing()
    {
        SeriesHistory history = new(10);

        history.Append(100, 1);
        history.Append(103, 4);

        Assert.Equal([1, double.NaN, double.NaN, 4], history.Last(10));
        Assert.Equal(2, history.Known);
    }

    [Fact]
    public void Append_NotAfterTheLast_IsRefusedAndChangesNothing()
    {
        SeriesHistory history = new(10);
        history.Append(5, 1);

        Assert.Throws<ArgumentOutOfRangeException>(() => history.Append(5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => history.Append(-500, 2));
        Assert.Equal([1], history.Last(10));
    }

    [Fact]
    public void Append_AfterAGapLongerThanTheRing_ForgetsEverything()
    {
        SeriesHistory history = new(10);
        history.Append(5, 1);

        history.Append(1_000_000_000, 2);

        Assert.Equal([2], history.Last(10));
        Assert.True(double.IsNaN(history.Value(5)));
    }

    [Fact]
    public void Value_OfAnyHistory_IsWhatWasAppendedThere()
    {
        // Steps of 1 to 4 bins, also across the growth of the ring and past its capacity.
        Prop.ForAll(ArbMap.Default.ArbFor<PositiveInt>(), ArbMap.Default.ArbFor<byte[]>(), (capacity, steps) =>
        {
            SeriesHistory history = new((capacity.Get % 200) + 1);
            Dictionary<long, double> model = [];
            long index = -50;
            foreach (byte step in steps.Concat(steps).Concat(steps))
            {
                index += 1 + (step % 4);
                history.Append(index, step);
                model[index] = step;
            }

            return Enumerable.Range(0, (int)(index + 50)).Select(i => index - i)
                .All(i => history.Value(i).Equals(i > index - history.Count && model.TryGetValue(i, out double value) ? value : double.NaN))
                && history.Known == history.Last(history.Count).Count(value => !double.IsNaN(value));
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Load_OfWhatWasSaved_HoldsTheSame()
    {
        SeriesHistory history = new(7);
        for (int i = 0; i < 20; i += i % 3 == 0 ? 2 : 1)
        {
            history.Append(i, Math.Sqrt(i));
        }

        SeriesHistory loaded = Reload(history, 7);

        Assert.Equal(history.Last(7), loaded.Last(7));
        Assert.Equal((history.LastIndex, history.Known), (loaded.LastIndex, loaded.Known));
    }

    [Fact]
    public void Load_OfAnotherCapacity_SaysBoth()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => Reload(new SeriesHistory(7), 9));

        Assert.Contains("9", error.Message, StringComparison.Ordinal);
        Assert.Contains("7", error.Message, StringComparison.Ordinal);
    }

    private static SeriesHistory Reload(SeriesHistory history, int capacity)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        history.Save(writer);
        writer.Flush();
        stream.Position = 0;
        using BinaryReader reader = new(stream);
        return SeriesHistory.Load(reader, capacity);
    }
}
