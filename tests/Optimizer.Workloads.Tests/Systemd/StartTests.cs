using System.Net;
using NodaTime;
using Optimizer.Control.Ports;
using Optimizer.Model.Acting;
using Optimizer.Model.Replicas;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;

namespace Optimizer.Workloads.Tests.Systemd;

public sealed class StartTests : IDisposable
{
    private readonly Bench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task StartAsync_Template_BindsTheFirstInstanceBeforeItStarts()
    {
        StepOutcome first = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));

        Assert.IsType<StepOutcome.Waiting>(first);
        Assert.Equal(["daemon-reload", "start"], _bench.Systemd.Verbs);
        Assert.Equal(_bench.DropIn("chat@1.service"), _bench.Systemd.Unit("chat@1.service").StartedWith);
        GoldenText.Matches("50-gpu-optimizer.conf", _bench.DropIn("chat@1.service")!);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
                File.GetUnixFileMode(Path.Combine(_bench.UnitRoot, "chat@1.service.d", "50-gpu-optimizer.conf")));
        }
    }

    [Fact]
    public async Task StartAsync_AskedUntilReady_SaysHowLongItTook()
    {
        _bench.Systemd.Unit("chat@1.service").StartsSlowly = true;
        ReplicaOrder order = _bench.Order(Bench.Chat(), Bench.Left);
        await _bench.StartAsync(order);
        _bench.Time.Advance(TimeSpan.FromSeconds(40));
        StepOutcome between = await _bench.StartAsync(order);
        _bench.Systemd.Unit("chat@1.service").Activate(_bench.Systemd.Now());

        StepOutcome ready = await _bench.StartAsync(order);
        StepOutcome again = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));

        Assert.IsType<StepOutcome.Waiting>(between);
        Assert.Equal(Duration.FromSeconds(40), Assert.IsType<StepOutcome.Applied>(ready).Took);
        Assert.IsType<StepOutcome.Applied>(again);
        Assert.Single(_bench.Systemd.Verbs, verb => verb == "start");
    }

    [Fact]
    public async Task StartAsync_OfASecondReplica_TakesTheLowestNumberFree()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        await _bench.RunAsync(Bench.Chat(), Bench.Right);
        Assert.IsType<StepOutcome.Applied>(await _bench.UntilAsync(_bench.StopAsync, _bench.Order(Bench.Chat(), Bench.Left)));

        Assert.Null(_bench.DropIn("chat@1.service"));
        Assert.NotNull(_bench.DropIn("chat@2.service"));
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        Assert.NotNull(_bench.DropIn("chat@1.service"));
    }

    [Fact]
    public async Task StartAsync_NumberTakenByHand_IsPassedOver()
    {
        _bench.Systemd.Unit("chat@1.service").Activate(_bench.Systemd.Now());

        await _bench.RunAsync(Bench.Chat(), Bench.Left);

        Assert.Null(_bench.DropIn("chat@1.service"));
        Assert.NotNull(_bench.DropIn("chat@2.service"));
    }

    [Fact]
    public async Task StartAsync_ServiceThatStandsIn_StopsTheOldThenStartsOnTheNewSeat()
    {
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        _bench.Systemd.Calls.Clear();

        StepOutcome moved = await _bench.UntilAsync(_bench.StartAsync, _bench.Order(Bench.Solo(), Bench.Right, Bench.Left));
        StepOutcome old = await _bench.StopAsync(_bench.Order(Bench.Solo(), Bench.Left));

        Assert.Equal(Duration.FromSeconds(2), Assert.IsType<StepOutcome.Applied>(moved).Took);
        Assert.Equal(Duration.Zero, Assert.IsType<StepOutcome.Applied>(old).Took);
        Assert.Equal(["stop", "daemon-reload", "start"], _bench.Systemd.Verbs);
        Assert.Contains("nvidia-cap39", _bench.Systemd.Unit("solo.service").StartedWith, StringComparison.Ordinal);
        Replica replica = Assert.Single((await _bench.ReadAsync()).Replicas);
        Assert.Equal((Bench.Right, ReplicaState.Ready, Duration.FromSeconds(2)), (replica.Seat, replica.State, replica.MeasuredRestart));
    }

    [Fact]
    public async Task StartAsync_ServiceThatRunsElsewhere_IsRefusedAndLeftAlone()
    {
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        _bench.Systemd.Calls.Clear();

        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Solo(), Bench.Right));

        Assert.Equal(StepTrouble.InUse, Assert.IsType<StepOutcome.Refused>(outcome).Trouble);
        Assert.Empty(_bench.Systemd.Verbs);
    }

    [Fact]
    public async Task StartAsync_MinorsNotReadable_IsRefusedBeforeAnythingIsTouched()
    {
        await _bench.RunAsync(Bench.Solo(), Bench.Left);
        _bench.Systemd.Calls.Clear();
        File.Delete(_bench.Minors);

        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Solo(), Bench.Right, Bench.Left));

        Assert.Equal(StepTrouble.Surroundings, Assert.IsType<StepOutcome.Refused>(outcome).Trouble);
        Assert.Empty(_bench.Systemd.Verbs);
        Assert.Equal("active", _bench.Systemd.Unit("solo.service").ActiveState);
    }

    [Fact]
    public async Task StartAsync_WholeGpu_AllowsNoCapabilityNode()
    {
        Seat whole = new(new GpuUuid("GPU-5f1c"), null);

        await _bench.StartAsync(_bench.Order(Bench.Chat(), whole) with { Device = new() { Visible = "GPU-5f1c", GpuMinor = 3 } });

        string text = _bench.DropIn("chat@1.service")!;
        Assert.Contains("DeviceAllow=/dev/nvidia3 rw\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("nvidia-caps", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CPUAffinity", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NUMA", text, StringComparison.Ordinal);
        Assert.Contains("Environment=GPU_OPTIMIZER_PROFILE=gpu\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_DropInNotSeenAfterReload_DoesNotStart()
    {
        _bench.Systemd.ReloadsNothing = true;

        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));

        Assert.Equal(StepTrouble.Surroundings, Assert.IsType<StepOutcome.Failed>(outcome).Trouble);
        Assert.DoesNotContain("start", _bench.Systemd.Verbs);
    }

    [Fact]
    public async Task StartAsync_UnitFails_SaysWhatSystemdAndItsLogSay_AndBeginsAnewWhenAskedAgain()
    {
        FakeUnit unit = _bench.Systemd.Unit("chat@1.service");
        unit.WontStart = true;

        StepOutcome.Failed failed = Assert.IsType<StepOutcome.Failed>(await _bench.UntilAsync(_bench.StartAsync, _bench.Order(Bench.Chat(), Bench.Left)));
        Replica seen = Assert.Single((await _bench.ReadAsync()).Replicas);
        unit.WontStart = false;
        StepOutcome later = await _bench.UntilAsync(_bench.StartAsync, _bench.Order(Bench.Chat(), Bench.Left));

        Assert.Equal(StepTrouble.WontStart, failed.Trouble);
        Assert.Contains("exit-code", failed.Detail, StringComparison.Ordinal);
        Assert.Contains("CUDA error: out of memory", failed.Detail, StringComparison.Ordinal);
        Assert.Equal(ReplicaState.Failed, seen.State);
        Assert.IsType<StepOutcome.Applied>(later);
    }

    [Fact]
    public async Task StartAsync_UnitRestartsAgainAndAgain_Fails()
    {
        _bench.Systemd.Unit("chat@1.service").StartsSlowly = true;
        await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));
        _bench.Systemd.Unit("chat@1.service").Restarts = 2;

        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));

        Assert.Equal(StepTrouble.WontStart, Assert.IsType<StepOutcome.Failed>(outcome).Trouble);
    }

    [Fact]
    public async Task StartAsync_UnitNeverBegins_FailsInsteadOfAskingForEver()
    {
        _bench.Systemd.Unit("chat@1.service").NeverBegins = true;

        StepOutcome outcome = await _bench.UntilAsync(_bench.StartAsync, _bench.Order(Bench.Chat(), Bench.Left), mostTicks: 5);

        Assert.Equal(StepTrouble.WontStart, Assert.IsType<StepOutcome.Failed>(outcome).Trouble);
        Assert.Single(_bench.Systemd.Verbs, verb => verb == "start");
    }

    [Fact]
    public async Task StartAsync_EndsWellAtOnceAndIsForgotten_IsNotRunAgainAndAgain()
    {
        FakeUnit unit = _bench.Systemd.Unit("chat@1.service");
        await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));
        unit.End(0);
        unit.LeftInactive = unit.BecameActive = 0;

        Replica seen = Assert.Single((await _bench.ReadAsync()).Replicas);
        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Chat(), Bench.Left));

        Assert.Equal(ReplicaState.Failed, seen.State);
        Assert.Equal(StepTrouble.WontStart, Assert.IsType<StepOutcome.Failed>(outcome).Trouble);
        Assert.Single(_bench.Systemd.Verbs, verb => verb == "start");
    }

    [Fact]
    public async Task StartAsync_WantedAgainWhileItStopsAfterHours_WaitsAndStartsItAnew()
    {
        await _bench.RunAsync(Bench.Chat(), Bench.Left);
        _bench.Time.Advance(TimeSpan.FromHours(3));
        FakeUnit unit = _bench.Systemd.Unit("chat@1.service");
        unit.WontStop = true;
        await _bench.StopAsync(_bench.Order(Bench.Chat(), Bench.Left));
        ReplicaOrder undo = _bench.Order(Bench.Chat(), Bench.Left);

        StepOutcome stopping = await _bench.StartAsync(undo);
        unit.End(_bench.Systemd.Now());
        StepOutcome started = await _bench.UntilAsync(_bench.StartAsync, undo);

        Assert.IsType<StepOutcome.Waiting>(stopping);
        Assert.IsType<StepOutcome.Applied>(started);
        Assert.Equal("active", unit.ActiveState);
    }

    [Fact]
    public async Task StartAsync_NeverReady_TimesOutAfterThreeRestarts()
    {
        _bench.Systemd.Unit("chat@1.service").StartsSlowly = true;
        ReplicaOrder order = _bench.Order(Bench.Chat(), Bench.Left);

        StepOutcome outcome = await _bench.UntilAsync(_bench.StartAsync, order);

        Assert.Equal(StepTrouble.TimedOut, Assert.IsType<StepOutcome.Failed>(outcome).Trouble);
        Assert.Equal(Duration.FromSeconds(196), Instant.FromDateTimeOffset(_bench.Time.GetUtcNow()) - order.BeganAt);
    }

    [Fact]
    public async Task StartAsync_PageNotWellYet_WaitsUntilItIs()
    {
        WorkloadDeclaration chat = Bench.Chat() with { Health = new HealthProbe.Http("http://127.0.0.1:800%i/health") };
        _bench.Pages.Status = HttpStatusCode.ServiceUnavailable;
        ReplicaOrder order = _bench.Order(chat, Bench.Left);
        await _bench.StartAsync(order);

        StepOutcome loading = await _bench.StartAsync(order);
        _bench.Pages.Status = HttpStatusCode.OK;
        StepOutcome ready = await _bench.StartAsync(order);

        Assert.Contains("answered 503", Assert.IsType<StepOutcome.Waiting>(loading).Sentence, StringComparison.Ordinal);
        Assert.IsType<StepOutcome.Applied>(ready);
        Assert.All(_bench.Pages.Asked, url => Assert.Equal("http://127.0.0.1:8001/health", url));
    }

    [Fact]
    public async Task StartAsync_PageHangs_AnswersAtOnceAllTheSame()
    {
        WorkloadDeclaration chat = Bench.Chat() with { Health = new HealthProbe.Http("http://127.0.0.1:800%i/health") };
        _bench.Pages.Status = null;
        ReplicaOrder order = _bench.Order(chat, Bench.Left);
        await _bench.StartAsync(order);

        Task<StepOutcome> hanging = _bench.StartAsync(order);

        Assert.True(hanging.IsCompleted);
        Assert.IsType<StepOutcome.Waiting>(await hanging);
        Assert.Single(_bench.Pages.Asked);
    }

    [Fact]
    public async Task StartAsync_HealthCommand_RunsAsAUnitUnderTheWorkloadsAccount()
    {
        WorkloadDeclaration chat = Bench.Chat() with { Health = new HealthProbe.Command("/usr/bin/check --port 800%i $HOME") };
        _bench.Systemd.Unit("chat@1.service").User = "chat";
        _bench.Systemd.CommandsLast = true;
        ReplicaOrder order = _bench.Order(chat, Bench.Left);
        await _bench.StartAsync(order);

        StepOutcome running = await _bench.StartAsync(order);
        string run = Assert.Single(_bench.Systemd.Calls, call => call.StartsWith("systemd-run", StringComparison.Ordinal));
        string name = run.Split(' ').Single(word => word.StartsWith("--unit=", StringComparison.Ordinal))["--unit=".Length..];
        _bench.Systemd.Unit(name).Activate(_bench.Systemd.Now());
        StepOutcome ready = await _bench.StartAsync(order);

        Assert.IsType<StepOutcome.Waiting>(running);
        Assert.Contains("--property=User=chat", run, StringComparison.Ordinal);
        Assert.EndsWith(" -- /usr/bin/check --port 8001 $$HOME", run, StringComparison.Ordinal);
        Assert.IsType<StepOutcome.Applied>(ready);
        Assert.Equal("inactive", _bench.Systemd.Unit(name).ActiveState);
    }

    [Fact]
    public async Task StartAsync_TwoWholeGpus_IsRefused()
    {
        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Chat() with { Gpus = 2 }, Bench.Left));

        Assert.Equal(StepTrouble.NotSupported, Assert.IsType<StepOutcome.Refused>(outcome).Trouble);
        Assert.Empty(_bench.Systemd.Calls);
    }

    [Fact]
    public async Task StartAsync_UnitNotInstalled_IsRefused()
    {
        StepOutcome outcome = await _bench.StartAsync(_bench.Order(Bench.Chat() with { Host = new WorkloadHost.Systemd("nowhere@.service") }, Bench.Left));

        Assert.Equal(StepTrouble.NotThere, Assert.IsType<StepOutcome.Refused>(outcome).Trouble);
        Assert.Empty(_bench.Systemd.Verbs);
    }
}
