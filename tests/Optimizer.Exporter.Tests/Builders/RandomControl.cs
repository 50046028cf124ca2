using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>Reports a control loop should never make: doubled subjects, foreign words, numbers that are none.</summary>
public sealed class RandomControl(int seed)
{
    private static readonly double[] Numbers = [0, 0.5, 2, -1, double.NaN, double.PositiveInfinity, 1e12];
    private static readonly string[] Words = ["keep", "repartition", "reshape", "success", "drain", "interruption", "systemd", "", "two\nlines", "with \"quotes\""];

    private readonly Random _random = new(seed);

    public ControlReport Next(long ticks) => SomeControl.New(ticks) with
    {
        Mode = Any<OperatingMode>(),
        Paused = Flip(),
        Holds = Many(5, () => new ActiveHold(Any<Interlock>(), Word(), Some.Start, "Because.")),
        Plan = Flip() ? new PlanRecord { Plan = SomeControl.Plan(Gpu()), Mode = OperatingMode.Enforce, Life = Any<PlanLife>() } : null,
        Desired = Many(4, () => SomeControl.Target(Gpu(), "3g.40gb@0", "1g.10gb@4") with { MigEnabled = Flip() }),
        Repartitioning = Many(3, Gpu),
        Quarantines = Many(3, () => new Quarantine(Gpu(), Some.Start, "Because.")),
        Evaluations = Many(4, () => new EvaluationCount(Word(), Word(), _random.Next(-1, 5))),
        Repartitions = Many(4, () => new RepartitionCount(Word(), Word(), _random.Next(-1, 5))),
        Moves = Many(4, () => new MoveCount(Word(), Word(), _random.Next(-1, 5))),
        AvoidedAgainstNoAction = Flip() ? new Money(_random.Next(-9, 9)) : null,
        Prices = Flip() ? new PriceReport(Word(), Word(), Number(), Many(4, () => new GpuPrice(Gpu(), Number()))) : null,
        Measurements = Many(6, () => new Measured(Word(), Word(), Number())),
        LastTick = Duration.FromSeconds(_random.Next(-1, 9)),
    };

    private GpuUuid Gpu() => new($"GPU-{_random.Next(3)}");

    private double Number() => Numbers[_random.Next(Numbers.Length)];

    private string Word() => Words[_random.Next(Words.Length)];

    private bool Flip() => _random.Next(2) == 0;

    private TEnum Any<TEnum>()
        where TEnum : struct, Enum
    {
        TEnum[] all = Enum.GetValues<TEnum>();
        return all[_random.Next(all.Length)];
    }

    private ValueArray<T> Many<T>(int most, Func<T> make) => Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make()).ToValueArray();
}
