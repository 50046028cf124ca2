using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;

namespace Optimizer.Workloads.Tests.Systemd;

public sealed class ReadTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task ReadAsync_AfterADaemonsEnd_KnowsWhoSitsWhere()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        await _bench.RunAsync(Bench.Chat(), Bench.Right);
        RuntimeReading before = await _bench.ReadAsync();

        RuntimeReading after = await _bench.Again().ReadAsync(CancellationToken.None);

        Assert.Equal(before.Replicas, after.Replicas);
        Assert.Null(after.Trouble);
        Assert.Equal(
            [("chat@1.service", Bench.Left, ReplicaState.Ready, 2), ("chat@2.service", Bench.Right, ReplicaState.Ready, 2)],
            after.Replicas.Select(replica => (replica.Name, replica.Seat!, replica.State, replica.Processes)));
        Assert.All(after.Replicas, replica => Assert.Equal(Duration.FromSeconds(1), replica.MeasuredRestart));
    }

    [Fact]
    public async Task ReadAsync_StartedByHand_HasNoSeat()
    {
        _bench.Systemd.Unit("solo.service").Activate(_bench.Systemd.Now());

        Replica replica = Assert.Single((await _bench.ReadAsync()).Replicas);

        Assert.Equal(("solo", null, ReplicaState.Ready), (replica.Workload, replica.Seat, replica.State));
    }

    [Fact]
    public async Task ReadAsync_DiedAfterItsStart_HasFailed()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        _bench.Time.Advance(TimeSpan.FromMinutes(3));
        _bench.Systemd.Unit("chat@1.service").Fail(_bench.Systemd.Now());

        Replica replica = Assert.Single((await _bench.ReadAsync()).Replicas);

        Assert.Equal((Bench.Left, ReplicaState.Failed, Instant.FromDateTimeOffset(_bench.Time.GetUtcNow())), (replica.Seat, replica.State, replica.Since));
        Assert.Contains("exit-code", replica.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ReadAsync_RestartedByItself_IsReadyAgainAndMeasuredAnew()
    {
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        FakeUnit unit = _bench.Systemd.Unit("solo.service");
        _bench.Time.Advance(TimeSpan.FromMinutes(3));
        unit.LeftInactive = _bench.Systemd.Now();
        (unit.ActiveState, unit.Restarts) = ("activating", 1);
        ReplicaState between = Assert.Single((await _bench.ReadAsync()).Replicas).State;
        _bench.Time.Advance(TimeSpan.FromSeconds(9));
        unit.Activate(_bench.Systemd.Now());

        Replica replica = Assert.Single((await _bench.ReadAsync()).Replicas);
        replica = Assert.Single((await _bench.ReadAsync()).Replicas);

        Assert.Equal(ReplicaState.Starting, between);
        Assert.Equal((ReplicaState.Ready, Duration.FromSeconds(9)), (replica.State, replica.MeasuredRestart));
    }

    [Theory]
    [InlineData("missing")]
    [InlineData("hanging")]
    [InlineData("garbage")]
    [InlineData("short")]
    public async Task ReadAsync_SystemdDoesNotAnswer_KnowsThatItKnowsNothing(string fault)
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        Break(fault);

        RuntimeReading reading = await _bench.ReadAsync();

        Assert.Empty(reading.Replicas);
        Assert.NotNull(reading.Trouble);
    }

    [Theory]
    [InlineData("missing", StepTrouble.NoRuntime)]
    [InlineData("hanging", StepTrouble.Surroundings)]
    [InlineData("garbage", StepTrouble.Surroundings)]
    public async Task StartAndStop_SystemdDoesNotAnswer_RefuseAndTouchNothing(string fault, StepTrouble trouble)
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        string? before = _bench.DropIn("chat@1.service");
        Break(fault);

        StepOutcome start = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Right));
        StepOutcome stop = await _bench.StopAsync(_bench.Order(Bench.Chat(), Bench.Left));

        Assert.Equal(trouble, Assert.IsType<StepOutcome.Refused>(start).Trouble);
        Assert.Equal(trouble, Assert.IsType<StepOutcome.Refused>(stop).Trouble);
        Assert.Equal(before, _bench.DropIn("chat@1.service"));
        Assert.Null(_bench.DropIn("chat@2.service"));
    }

    private void Break(string fault)
    {
        switch (fault)
        {
            case "missing":
                _bench.Systemd.Missing = true;
                break;
            case "hanging":
                _bench.Systemd.Hanging.UnionWith(["show", "list-units"]);
                break;
            case "garbage":
                _bench.Systemd.Garbage = "Failed to connect to bus: \u001b[31mNo such file\n";
                break;
            default:
                _bench.Systemd.Garbage = "";
                break;
        }
    }
}
