using FsCheck;
using FsCheck.Fluent;
using Optimizer.Forecasting.Ensemble;

namespace Optimizer.Forecasting.Tests.Ensemble;

public sealed class ResidualRingTests
{
    [Fact]
    public void Quantile_AfterAnyErrors_IsThatOfAPlainSortedListOfTheNewest()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<int[]>(), ArbMap.Default.ArbFor<byte>(), (errors, level) =>
        {
            ResidualRing ring = new(overlap: 1);
            List<double> plain = [];
            // Each many times, so that short inputs overrun the ring, in steps that half precision holds.
            for (int i = 0; i < errors.Length * 40; i++)
            {
                double error = (((errors[i % errors.Length] * 31) + i) % 1000) / 4.0;
                ring.Add(error);
                plain.Add(error);
            }

            double[] sorted = [.. plain.TakeLast(ResidualRing.Capacity).Order()];
            return ring.Count == sorted.Length && Close(ring.Quantile(level / 256.0, caution: 0), Plain(sorted, level / 256.0));
        }).Check(Config.QuickThrowOnFailure);
    }

    [Fact]
    public void Quantile_OfNothing_IsZero() => Assert.Equal(0, new ResidualRing(1).Quantile(0.95, 1));

    [Fact]
    public void Quantile_BeyondTheLargest_ExceedsIt_AndMoreSoWithCaution()
    {
        ResidualRing independent = Of(Enumerable.Range(0, 20)), overlapping = Of(Enumerable.Range(0, 20), overlap: 10);

        double bound = independent.Quantile(1, 0), careful = independent.Quantile(1, 1), fewer = overlapping.Quantile(1, 1);

        Assert.True(bound > 19);
        Assert.True(careful > bound);
        // Twenty errors of ten forecasts under way at once tell what two tell.
        Assert.True(fewer > careful);
        Assert.Equal(independent.Quantile(0.5, 0), independent.Quantile(0.5, 1));
    }

    [Fact]
    public void Rescale_MultipliesEveryQuantile_AndWhatIsForgottenLater()
    {
        ResidualRing ring = Of(Enumerable.Range(-50, ResidualRing.Capacity)), plain = Of(Enumerable.Range(-50, ResidualRing.Capacity));

        ring.Rescale(4);
        for (int i = 0; i < 60; i++)
        {
            ring.Add(4 * i);
            plain.Add(i);
        }

        foreach (double level in (double[])[0.01, 0.3, 0.5, 0.9, 1])
        {
            Assert.Equal(4 * plain.Quantile(level, 0), ring.Quantile(level, 0), 6);
        }
    }

    [Fact]
    public void Rescale_ByAVeryLargeFactor_ClipsAndStaysFinite()
    {
        ResidualRing ring = Of(Enumerable.Range(-5, 11));

        ring.Rescale(1e12);
        ring.Add(3);

        Assert.True(double.IsFinite(ring.Quantile(1, 1)));
        Assert.True(ring.Quantile(0, 0) < ring.Quantile(1, 0));
    }

    [Fact]
    public void Keep_LeavesTheNewest()
    {
        ResidualRing ring = Of(Enumerable.Range(0, 200)), expected = Of(Enumerable.Range(188, 12));

        ring.Keep(12);

        Assert.Equal(12, ring.Count);
        Assert.Equal(expected.Quantile(0.5, 0), ring.Quantile(0.5, 0));
        ring.Keep(100);
        Assert.Equal(12, ring.Count);
    }

    [Fact]
    public void Load_OfWhatWasSaved_GoesOnAlike()
    {
        ResidualRing ring = Of(Enumerable.Range(0, 300).Select(static i => i * 37 % 101)), loaded = new(1);
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        ring.Save(writer);
        stream.Position = 0;

        loaded.Load(new BinaryReader(stream));

        for (int i = 0; i < 200; i++)
        {
            ring.Add(i % 17);
            loaded.Add(i % 17);
            Assert.Equal(ring.Quantile(0.93, 0.3), loaded.Quantile(0.93, 0.3));
        }
    }

    [Fact]
    public void Load_OfMoreThanItHolds_OrOfWhatIsNotFinite_IsRefused()
    {
        Assert.Throws<InvalidDataException>(() => new ResidualRing(1).Load(Reader(static writer => writer.Write((ushort)(ResidualRing.Capacity + 1)))));
        Assert.Throws<InvalidDataException>(() => new ResidualRing(1).Load(Reader(static writer =>
        {
            writer.Write((ushort)1);
            writer.Write(Half.NaN);
        })));
    }

    private static BinaryReader Reader(Action<BinaryWriter> write)
    {
        MemoryStream stream = new();
        write(new BinaryWriter(stream));
        stream.Position = 0;
        return new BinaryReader(stream);
    }

    private static ResidualRing Of(IEnumerable<int> errors, double overlap = 1)
    {
        ResidualRing ring = new(overlap);
        foreach (int error in errors)
        {
            ring.Add(error);
        }

        return ring;
    }

    private static double Plain(double[] sorted, double level)
    {
        if (sorted.Length == 0)
        {
            return 0;
        }

        // Type 6 of Hyndman and Fan: position level × (n + 1), what split conformal prediction asks for.
        double position = (level * (sorted.Length + 1)) - 1;
        if (position >= sorted.Length - 1)
        {
            return sorted[^1] + (Math.Min(1, position - (sorted.Length - 1)) * 0.1 * (sorted[^1] - sorted[sorted.Length / 2]));
        }

        int below = Math.Max(0, (int)position);
        return position <= 0 ? sorted[0] : sorted[below] + ((position - below) * (sorted[below + 1] - sorted[below]));
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-9;
}
