using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Builders;

/// <summary>Control reports with everything in them, and with little.</summary>
public static class SomeControl
{
    public static readonly Instant At = Some.Start + Duration.FromMinutes(30);

    /// <summary>A loop that only began: nothing planned, nothing measured.</summary>
    public static ControlReport New(long ticks = 1) => new()
    {
        At = At + Duration.FromSeconds(ticks),
        Configured = OperatingMode.Enforce,
        Mode = OperatingMode.Enforce,
        Ticks = ticks,
        LastTick = Duration.FromMilliseconds(120),
    };

    /// <summary>A loop in the middle of a plan for a GPU, with all there is to say.</summary>
    public static ControlReport Full(GpuUuid gpu, long ticks = 1) => New(ticks) with
    {
        Holds = [new ActiveHold(Interlock.Cooldown, gpu.Value, At, "It was changed 3 min ago."), new ActiveHold(Interlock.Maintenance, "", At, "No window is open.")],
        Plan = new PlanRecord { Plan = Plan(gpu), Mode = OperatingMode.Enforce, Life = PlanLife.Acting },
        Desired = [Target(gpu, "3g.40gb@0", "1g.10gb@4", "1g.10gb@5")],
        Repartitioning = [gpu],
        Quarantines = [new Quarantine(new GpuUuid("GPU-away"), At, "An instance could not be destroyed.")],
        Evaluations = [new EvaluationCount("keep", "already_best", 41), new EvaluationCount("repartition", "better", 2)],
        Repartitions = [new RepartitionCount("reshape", "success", 2)],
        Moves = [new MoveCount("move", "success", 3), new MoveCount("start", "timed_out", 1)],
        AvoidedAgainstNoAction = Money.Of(1.25),
        AvoidedAgainstStatic = Money.Of(80),
        Prices = Prices(gpu),
        Measurements = [new Measured("drain", "", 12), new Measured("create", "", 0.3), new Measured("interruption", "systemd", 42)],
    };

    public static PriceReport Prices(GpuUuid gpu, double perHour = 2, double perKwh = 0.25, string currency = "EUR") =>
        new(currency, "config", perKwh, [new GpuPrice(gpu, perHour)]);

    public static GpuTarget Target(GpuUuid gpu, params string[] instances) => new()
    {
        Gpu = gpu,
        MigEnabled = true,
        Instances = instances.Select(static text => new InstanceTarget(Placed(text), null, 0)).ToValueArray(),
    };

    /// <summary>A plan worth more than staying: it serves more, on less GPU time and the same energy.</summary>
    public static Plan Plan(GpuUuid gpu) => new()
    {
        Generation = 7,
        MadeAt = At - Duration.FromMinutes(1),
        Policy = "cost",
        Horizon = Duration.FromHours(1),
        Summary = "Moves one replica.",
        Targets = [Target(gpu, "3g.40gb@0")],
        Account = Account(12, 0, 3, 0.5),
        Alternatives = [Alternative("move", Account(12, 0, 3, 0.5)), Alternative("stay", Account(12, 2, 4, 0.5))],
        Outlook = [],
        Proof = new SolveProof("constructive", false, null, null),
    };

    private static Account Account(double value, double penalty, double gpuTime, double energy) =>
        new(Money.Of(value), Money.Of(penalty), Money.Of(gpuTime), Money.Of(energy), Money.Zero, Money.Zero, Money.Zero);

    private static PlanAlternative Alternative(string name, Account account) => new()
    {
        Name = name, Account = account, ActiveGpus = 1, Moves = 0, InstanceChanges = 0, UnmetRatio = 0, Sentence = "It is.",
    };

    private static PlacedInstance Placed(string text)
    {
        string[] parts = text.Split('@');
        int compute = parts[0][0] - '0';
        return new PlacedInstance(parts[0], new Placement(int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture), compute == 3 ? 4 : compute));
    }
}
