using FsCheck;
using FsCheck.Fluent;
using NodaTime;
using Optimizer.Model.Demand;

namespace Optimizer.Forecasting.Tests.Baselines;

/// <summary>What holds for every method of the catalogue, whatever it is fed.</summary>
public sealed class MethodLawTests
{
    private static readonly Instant Start = Instant.FromUtc(2024, 3, 30, 22, 0);

    /// <summary>Values that break arithmetic, and plain ones.</summary>
    private static readonly double?[] Awkward = [null, 0, 0, 0, 1, 5, 17, 100, 1e-300, 1e300, double.MaxValue, double.NaN, double.PositiveInfinity, -1, 3, 3, 3];

    // It decomposes a matrix every dozen bins; a law that it broke would show in a few series as well.
    private const string SlowMethod = "ssa";

    public static TheoryData<string> Methods() => [.. ForecastMethods.All.Select(static method => method.Name)];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_OfAnything_IsFiniteOrderedAndWithinTheCap(string name)
    {
        ForecastMethod method = ForecastMethods.Find(name)!;
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<bool>(), (bytes, capped) =>
        {
            SeriesOptions options = new() { BinSeconds = 300, Cap = capped ? 50 : null };
            IForecaster forecaster = method.Create(options);
            forecaster.Observe(new Observation(Start, null));
            Feed(forecaster, bytes);
            return Lawful(forecaster.Forecast(12), options.Cap ?? double.MaxValue);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs(name, 30)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Load_OfAnythingSaved_AnswersBitEqual_AlsoAfterMoreObservations(string name)
    {
        ForecastMethod method = ForecastMethods.Find(name)!;
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<byte[]>(), (before, after) =>
        {
            SeriesOptions options = new() { BinSeconds = 300 };
            IForecaster forecaster = method.Create(options);
            forecaster.Observe(new Observation(Start, 1));
            Feed(forecaster, before);

            IForecaster loaded = Load(method, options, Saved(forecaster));
            Feed(forecaster, after);
            Feed(loaded, after);

            return forecaster.Forecast(20).Equals(loaded.Forecast(20)) && forecaster.Health == loaded.Health && Saved(forecaster).SequenceEqual(Saved(loaded));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Runs(name, 20)));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_DoesNotChangeTheForecaster(string name)
    {
        IForecaster forecaster = ForecastMethods.Find(name)!.Create(new SeriesOptions { BinSeconds = 600 });
        Feed(forecaster, [.. Enumerable.Range(0, name == SlowMethod ? 40 : 250).Select(static i => (byte)i)]);
        byte[] before = Saved(forecaster);

        ForecastPath path = forecaster.Forecast(36);

        Assert.Equal(path, forecaster.Forecast(36));
        Assert.Equal(before, Saved(forecaster));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Load_OfSomethingElse_IsRefused(string name)
    {
        ForecastMethod method = ForecastMethods.Find(name)!;
        SeriesOptions options = new() { BinSeconds = 300 };
        IForecaster forecaster = method.Create(options);
        Feed(forecaster, [1, 2, 3]);
        byte[] state = Saved(forecaster);

        Assert.Throws<InvalidDataException>(() => Load(method, options, []));
        Assert.Throws<InvalidDataException>(() => Load(method, options, state[..^1]));
        Assert.Throws<InvalidDataException>(() => Load(method, options, [.. Enumerable.Repeat((byte)0xFF, 400)]));
        Assert.Throws<InvalidDataException>(() => Load(method, options with { BinSeconds = 600 }, state));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Observe_OutOfOrderDuplicatedOrImpossible_IsRefusedAndCounted(string name)
    {
        IForecaster forecaster = ForecastMethods.Find(name)!.Create(new SeriesOptions { BinSeconds = 300 });
        forecaster.Observe(new Observation(Start, 1));

        forecaster.Observe(new Observation(Start, 2));
        forecaster.Observe(new Observation(Start + Duration.FromSeconds(299), 2));
        forecaster.Observe(new Observation(Start - Duration.FromHours(1), 2));
        forecaster.Observe(new Observation(Start + Duration.FromMinutes(5), -2));
        forecaster.Observe(new Observation(Start + Duration.FromMinutes(10), double.NaN));

        Assert.Equal(5, forecaster.Health.Refused);
        Assert.Equal(Start + Duration.FromMinutes(10), forecaster.Forecast(1).Origin);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Forecast_BeforeAnything_OrOfNoLength_IsAnError(string name)
    {
        IForecaster forecaster = ForecastMethods.Find(name)!.Create(new SeriesOptions { BinSeconds = 300 });

        Assert.Throws<InvalidOperationException>(() => forecaster.Forecast(1));
        forecaster.Observe(new Observation(Start, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => forecaster.Forecast(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => forecaster.Forecast(ForecastLimits.MostSteps + 1));
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Observe_AfterAClockJumpOfDecades_GoesOnFromThere(string name)
    {
        IForecaster forecaster = ForecastMethods.Find(name)!.Create(new SeriesOptions { BinSeconds = 10 });
        Feed(forecaster, [1, 2, 3, 4]);

        forecaster.Observe(new Observation(Start + Duration.FromDays(20_000), 7));

        Assert.True(Lawful(forecaster.Forecast(90), double.MaxValue));
    }

    private static int Runs(string name, int usual) => name == SlowMethod ? usual / 5 : usual;

    private static bool Lawful(ForecastPath path, double cap) =>
        path.Steps.All(step => double.IsFinite(step.Mean) && step.Mean >= 0 && step.Mean <= cap && Lawful(step.Quantiles, cap))
        && path.Peaks.All(peak => Lawful(peak.Quantiles, cap)) && path.Peaks.Count > 0;

    private static bool Lawful(Quantiles quantiles, double cap) =>
        quantiles.Q50 >= 0 && quantiles.Q50 <= quantiles.Q90 && quantiles.Q90 <= quantiles.Q95 && quantiles.Q95 <= quantiles.Q99 && quantiles.Q99 <= cap;

    private static void Feed(IForecaster forecaster, byte[] bytes)
    {
        // From wherever it is; every value twice and a gap now and then, so that short inputs reach far.
        Instant at = HasOrigin(forecaster) ? forecaster.Forecast(1).Origin : Start;
        foreach (byte value in bytes)
        {
            at += forecaster.Options.Bin * (value % 11 == 0 ? 40 : 1);
            forecaster.Observe(new Observation(at, Awkward[value % Awkward.Length]));
            at += forecaster.Options.Bin;
            forecaster.Observe(new Observation(at, value));
        }
    }

    private static bool HasOrigin(IForecaster forecaster)
    {
        try
        {
            forecaster.Forecast(1);
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private static byte[] Saved(IForecaster forecaster)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        forecaster.Save(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static IForecaster Load(ForecastMethod method, SeriesOptions options, byte[] state)
    {
        using BinaryReader reader = new(new MemoryStream(state));
        return method.Load(options, reader);
    }
}
