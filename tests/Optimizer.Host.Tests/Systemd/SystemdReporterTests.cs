using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Hosting.Systemd;
using Microsoft.Extensions.Time.Testing;
using Optimizer.Host.Systemd;
using Optimizer.Host.Tests.Support;

namespace Optimizer.Host.Tests.Systemd;

public sealed class SystemdReporterTests
{
    private readonly FakeNotifier _notifier = new();
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void Reports_InOrder_AsSystemdWantsThem()
    {
        SystemdReporter reporter = Reporter(watchdog: null);

        reporter.Ready("Observing 8 GPUs");
        reporter.Reloading();
        reporter.Ready("Observing\n8 GPUs again");
        reporter.Stopping();
        reporter.Ready("too late");
        reporter.CycleCompleted(() => "too late");

        string[] messages = [.. _notifier.Messages];
        Assert.Equal("READY=1\nSTATUS=Observing 8 GPUs", messages[0]);
        Assert.Matches("^RELOADING=1\nMONOTONIC_USEC=[0-9]+\nSTATUS=Reloading the configuration$", messages[1]);
        Assert.Equal("READY=1\nSTATUS=Observing 8 GPUs again", messages[2]);
        Assert.Equal("STOPPING=1\nSTATUS=Stopping", messages[3]);
        Assert.Equal(4, messages.Length);
    }

    [Fact]
    public void Reloading_BeforeTheFirstReady_IsNotTold()
    {
        SystemdReporter reporter = Reporter(watchdog: null);

        Assert.False(reporter.Reloading());
        Assert.Empty(_notifier.Messages);
        reporter.Ready("up");
        Assert.True(reporter.Reloading());
        Assert.False(reporter.Reloading()); // the first one still waits for its READY
    }

    [Fact]
    public void Watchdog_FedByCompletedCyclesAndByNothingElse()
    {
        SystemdReporter reporter = Reporter(TimeSpan.FromSeconds(8));

        for (int second = 0; second < 8; second++)
        {
            reporter.CycleCompleted();
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(4, Pings()); // at 0, 2, 4 and 6 s: each quarter of WatchdogSec
        _time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(4, Pings()); // a loop that stalls is silent
    }

    [Fact]
    public void Watchdog_NotAskedFor_NoPings()
    {
        SystemdReporter reporter = Reporter(watchdog: null);

        reporter.CycleCompleted();

        Assert.Empty(_notifier.Messages);
        Assert.True(reporter.FirstCycle.IsCompletedSuccessfully);
    }

    [Fact]
    public void Status_OfCycles_AtMostEveryTenSeconds()
    {
        SystemdReporter reporter = Reporter(watchdog: null);
        reporter.Ready("up");

        for (int second = 0; second < 21; second++)
        {
            reporter.CycleCompleted(() => $"cycle {second}");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal(["STATUS=cycle 0", "STATUS=cycle 10", "STATUS=cycle 20"], _notifier.Messages.Skip(1));
    }

    [Fact]
    public void Notifier_RealSocket_ReceivesDatagrams()
    {
        using TemporaryFolder folder = new();
        string path = Path.Combine(folder.Path, "notify.sock");
        using Socket systemd = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { ReceiveTimeout = 5000 };
        systemd.Bind(new UnixDomainSocketEndPoint(path));
        SystemdReporter reporter = new(NotifierFor(path), TimeSpan.FromSeconds(4), _time, new CapturedLog());

        reporter.Ready("up");
        reporter.CycleCompleted();

        Assert.Equal("READY=1\nSTATUS=up", Receive(systemd));
        Assert.Equal("WATCHDOG=1", Receive(systemd));
    }

    [Fact]
    public void Notifier_SocketGone_SaidOnceAndNothingThrown()
    {
        CapturedLog log = new();
        SystemdReporter reporter = new(NotifierFor("/nonexistent/notify.sock"), TimeSpan.FromSeconds(4), _time, log);

        reporter.Ready("up");
        reporter.Stopping();

        Assert.Contains("systemd cannot be told", Assert.Single(log.Lines));
    }

    [Fact]
    public void Notifier_NoSocketNamed_DoesNothing()
    {
        CapturedLog log = new();
        SystemdReporter reporter = new(NotifierFor(null), TimeSpan.FromSeconds(4), _time, log);

        reporter.Ready("up");
        reporter.CycleCompleted(() => throw new InvalidOperationException("asked for a status nobody reads"));

        Assert.Empty(log.Lines);
    }

    [Theory]
    [InlineData("30000000", null, 30.0)]
    [InlineData("30000000", "42", 30.0)]
    [InlineData("30000000", "43", null)]
    [InlineData("0", null, null)]
    [InlineData("-5", null, null)]
    [InlineData("soon", null, null)]
    [InlineData("18446744073709551615", null, null)]
    [InlineData(null, null, null)]
    public void WatchdogTimeout_Environment_IsRead(string? microseconds, string? pid, double? seconds)
    {
        Assert.Equal(seconds, WatchdogTimeout.Read(microseconds, pid, ownProcessId: 42)?.TotalSeconds);
    }

    private SystemdReporter Reporter(TimeSpan? watchdog) => new(_notifier, watchdog, _time, new CapturedLog());

    private int Pings() => _notifier.Messages.Count(m => m == "WATCHDOG=1");

    /// <summary>The framework's notifier reads the variable when it is made; set only for that moment.</summary>
    private static SystemdNotifier NotifierFor(string? path)
    {
        Environment.SetEnvironmentVariable("NOTIFY_SOCKET", path);
        try
        {
            return new SystemdNotifier();
        }
        finally
        {
            Environment.SetEnvironmentVariable("NOTIFY_SOCKET", null);
        }
    }

    private static string Receive(Socket socket)
    {
        byte[] buffer = new byte[4096];
        return Encoding.UTF8.GetString(buffer, 0, socket.Receive(buffer));
    }
}
