using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>The daemon dies before each call it makes, one after the other, and a new one that knows nothing asks for the same step again.</summary>
public sealed class CrashTests
{
    private const int MoreCallsThanAnyStepMakes = 40;

    private static readonly WorkloadDeclaration Saving = Bench.Solo() with { Move = new(Duration.FromSeconds(5), "/usr/bin/save") };

    [Fact]
    public async Task Start_InterruptedAnywhere_EndsWithOneReplicaOnItsSeat()
    {
        for (int call = 1; call < MoreCallsThanAnyStepMakes; call++)
        {
            using Bench bench = new();
            bench.Systemd.DiesAt = call;

            StepOutcome outcome = await ResumeAsync(bench, (runtime, order) => runtime.StartAsync(order, CancellationToken.None), bench.Order(Bench.Chat(), Bench.Left));

            Assert.IsType<StepOutcome.Applied>(outcome);
            Assert.Equal(Bench.Left, Assert.Single((await bench.ReadAsync()).Replicas).Seat);
            Assert.Equal(bench.DropIn("chat@1.service"), bench.Systemd.Unit("chat@1.service").StartedWith);
        }
    }

    [Fact]
    public async Task Move_InterruptedAnywhere_EndsOnTheNewSeatWithItsStateSaved()
    {
        for (int call = 1; call < MoreCallsThanAnyStepMakes; call++)
        {
            using Bench bench = new();
            await bench.RunAsync(Saving, Bench.Left);
            bench.Systemd.Calls.Clear();
            bench.Systemd.DiesAt = call;

            StepOutcome outcome = await ResumeAsync(bench, (runtime, order) => runtime.StartAsync(order, CancellationToken.None), bench.Order(Saving, Bench.Right, Bench.Left));

            Assert.IsType<StepOutcome.Applied>(outcome);
            Assert.Equal(Bench.Right, Assert.Single((await bench.ReadAsync()).Replicas).Seat);
            Assert.Contains("nvidia-cap39", bench.Systemd.Unit("solo.service").StartedWith, StringComparison.Ordinal);
            List<string> calls = bench.Systemd.Calls;
            Assert.True(calls.FindIndex(c => c.StartsWith("systemd-run", StringComparison.Ordinal)) < calls.FindIndex(c => c.StartsWith("systemctl stop", StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Stop_InterruptedAnywhere_LeavesNoRightBehind()
    {
        for (int call = 1; call < MoreCallsThanAnyStepMakes; call++)
        {
            using Bench bench = new();
            await bench.RunAsync(Saving, Bench.Left);
            bench.Systemd.Calls.Clear();
            bench.Systemd.DiesAt = call;

            StepOutcome outcome = await ResumeAsync(bench, (runtime, order) => runtime.StopAsync(order, CancellationToken.None), bench.Order(Saving, Bench.Left));

            Assert.IsType<StepOutcome.Applied>(outcome);
            Assert.Equal("inactive", bench.Systemd.Unit("solo.service").ActiveState);
            Assert.Null(bench.DropIn("solo.service"));
        }
    }

    private static async Task<StepOutcome> ResumeAsync(Bench bench, Func<IWorkloadRuntime, ReplicaOrder, Task<StepOutcome>> ask, ReplicaOrder order)
    {
        for (int tick = 0; tick < 100; tick++)
        {
            try
            {
                if (await ask(bench.Runtime, order) is var outcome and not StepOutcome.Waiting)
                {
                    bench.Systemd.DiesAt = 0;
                    return outcome;
                }
            }
            catch (DaemonDiesException)
            {
                bench.Again();
            }

            bench.Time.Advance(TimeSpan.FromSeconds(1));
        }

        throw new InvalidOperationException("it never ended");
    }
}
