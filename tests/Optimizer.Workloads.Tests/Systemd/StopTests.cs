using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Tests.Systemd;

public sealed class StopTests : IDisposable
{
    private static readonly WorkloadDeclaration Saving = Bench.Chat() with { Move = new(Duration.FromSeconds(30), "/usr/bin/save --replica %i") };

    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task StopAsync_Running_StopsAndTakesItsRightsAway()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        _bench.Systemd.Calls.Clear();

        StepOutcome outcome = await _bench.UntilAsync(_bench.StopAsync, _bench.Order(Bench.Chat(), Bench.Left));

        Assert.IsType<StepOutcome.Applied>(outcome);
        Assert.Equal(["stop", "daemon-reload"], _bench.Systemd.Verbs);
        Assert.Null(_bench.Systemd.Unit("chat@1.service").DropIn);
        Assert.False(Directory.Exists(Path.Combine(_bench.UnitRoot, "chat@1.service.d")));
        Assert.Empty((await _bench.ReadAsync()).Replicas);
    }

    [Fact]
    public async Task StopAsync_NothingOnTheSeat_IsAppliedWithoutDevice()
    {
        StepOutcome outcome = await _bench.StopAsync(_bench.Order(Bench.Chat(), Bench.Left) with { Device = null });

        Assert.Equal(Duration.Zero, Assert.IsType<StepOutcome.Applied>(outcome).Took);
        Assert.Empty(_bench.Systemd.Verbs);
    }

    [Fact]
    public async Task StopAsync_WithCheckpoint_StopsOnlyAfterItSucceeded()
    {
        await _bench.RunAsync(Saving, Bench.Left);
        _bench.Systemd.CommandsLast = true;
        ReplicaOrder order = _bench.Order(Saving, Bench.Left);

        StepOutcome saving = await _bench.StopAsync(order);
        StepOutcome stillSaving = await _bench.StopAsync(order);
        Replica meanwhile = Assert.Single((await _bench.ReadAsync()).Replicas);
        string stateMeanwhile = _bench.Systemd.Unit("chat@1.service").ActiveState;
        string run = Assert.Single(_bench.Systemd.Calls, call => call.StartsWith("systemd-run", StringComparison.Ordinal));
        string name = run.Split(' ').Single(word => word.StartsWith("--unit=", StringComparison.Ordinal))["--unit=".Length..];
        _bench.Systemd.Unit(name).Activate(_bench.Systemd.Now());
        StepOutcome done = await _bench.UntilAsync(_bench.StopAsync, order);

        Assert.IsType<StepOutcome.Waiting>(saving);
        Assert.IsType<StepOutcome.Waiting>(stillSaving);
        Assert.Equal(ReplicaState.Draining, meanwhile.State);
        Assert.Equal("active", stateMeanwhile);
        Assert.EndsWith(" -- /usr/bin/save --replica 1", run, StringComparison.Ordinal);
        Assert.IsType<StepOutcome.Applied>(done);
        Assert.Equal("inactive", _bench.Systemd.Unit(name).ActiveState);
    }

    [Fact]
    public async Task StopAsync_CheckpointFails_LeavesTheWorkloadRunning()
    {
        await _bench.RunAsync(Saving, Bench.Left);
        _bench.Systemd.CommandsFail = true;

        StepOutcome outcome = await _bench.UntilAsync(_bench.StopAsync, _bench.Order(Saving, Bench.Left));

        Assert.Equal(StepTrouble.CheckpointFailed, Assert.IsType<StepOutcome.Failed>(outcome).Trouble);
        Assert.Equal("active", _bench.Systemd.Unit("chat@1.service").ActiveState);
        Assert.DoesNotContain("systemctl stop --no-block -- chat@1.service", _bench.Systemd.Calls);
        Assert.Equal(ReplicaState.Ready, Assert.Single((await _bench.ReadAsync()).Replicas).State);
    }

    [Theory]
    [InlineData("save --replica 1")]
    [InlineData("/bin/sh -c 'save; rm'")]
    public async Task StopAsync_CheckpointIsNoPlainCommand_LeavesTheWorkloadRunning(string line)
    {
        WorkloadDeclaration odd = Saving with { Move = new(Duration.Zero, line) };
        await _bench.RunAsync(odd, Bench.Left);

        StepOutcome outcome = await _bench.StopAsync(_bench.Order(odd, Bench.Left));

        Assert.False(Assert.IsType<StepOutcome.Failed>(outcome).Retryable);
        Assert.Equal("active", _bench.Systemd.Unit("chat@1.service").ActiveState);
    }

    [Fact]
    public async Task StopAsync_UnitDoesNotStop_FailsAfterGraceAndMargin_AndIsAppliedOnceItIsGone()
    {
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        FakeUnit unit = _bench.Systemd.Unit("solo.service");
        unit.WontStop = true;
        ReplicaOrder order = _bench.Order(Bench.Solo(), Bench.Left);

        StepOutcome failed = await _bench.UntilAsync(_bench.StopAsync, order);
        Duration waited = Instant.FromDateTimeOffset(_bench.Time.GetUtcNow()) - order.BeganAt;
        unit.End(_bench.Systemd.Now());
        StepOutcome later = await _bench.StopAsync(order);

        Assert.Equal(StepTrouble.WontStop, Assert.IsType<StepOutcome.Failed>(failed).Trouble);
        Assert.Equal(Duration.FromSeconds(51), waited);
        Assert.NotNull(_bench.Systemd.Unit("solo.service").StartedWith);
        Assert.IsType<StepOutcome.Applied>(later);
        Assert.Null(_bench.DropIn("solo.service"));
    }

    [Fact]
    public async Task StopAsync_SystemdKillsBeforeTheGraceEnds_SaysSo()
    {
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        (_bench.Systemd.Unit("solo.service").WontStop, _bench.Systemd.Unit("solo.service").StopTimeout) = (true, "10s");

        StepOutcome outcome = await _bench.StopAsync(_bench.Order(Bench.Solo(), Bench.Left));

        Assert.Contains("raise TimeoutStopSec=", Assert.IsType<StepOutcome.Waiting>(outcome).Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RevokeAsync_OnlyWhatDoesNotRunLosesItsDropIn()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        await _bench.RunAsync(Bench.Chat(), Bench.Right);
        _bench.Systemd.Unit("chat@1.service").Fail(_bench.Systemd.Now());

        await _bench.Runtime.RevokeAsync(Bench.Left, CancellationToken.None);

        Assert.Null(_bench.DropIn("chat@1.service"));
        Assert.Null(_bench.Systemd.Unit("chat@1.service").DropIn);
        Assert.NotNull(_bench.DropIn("solo.service"));
        Assert.NotNull(_bench.DropIn("chat@2.service"));
    }

    [Fact]
    public async Task ClearLeftoversAsync_UndeclaredOrUnreadableAndIdle_IsRemoved()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        await _bench.RunAsync(Bench.Chat(), Bench.Right);
        await _bench.RunAsync(Bench.Solo(), Bench.Right);
        _bench.Systemd.Unit("chat@1.service").End(_bench.Systemd.Now());
        Directory.CreateDirectory(Path.Combine(_bench.UnitRoot, "old.service.d"));
        await File.WriteAllTextAsync(Path.Combine(_bench.UnitRoot, "old.service.d", "50-gpu-optimizer.conf"), "[Service]\n");
        await File.WriteAllTextAsync(Path.Combine(_bench.UnitRoot, "old.service.d", "60-local.conf"), "[Service]\n");
        _bench.Runtime.Replace([Bench.Solo()]);

        await _bench.Runtime.ClearLeftoversAsync(CancellationToken.None);

        Assert.Null(_bench.DropIn("chat@1.service"));
        Assert.NotNull(_bench.DropIn("chat@2.service"));
        Assert.NotNull(_bench.DropIn("solo.service"));
        Assert.Null(_bench.DropIn("old.service"));
        Assert.True(File.Exists(Path.Combine(_bench.UnitRoot, "old.service.d", "60-local.conf")));
    }
}
