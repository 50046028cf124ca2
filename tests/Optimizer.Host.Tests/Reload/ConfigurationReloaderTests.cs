using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Host.Configuration;
using Optimizer.Host.Logging;
using Optimizer.Host.Reload;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Web;

namespace Optimizer.Host.Tests.Reload;

public sealed class ConfigurationReloaderTests : IDisposable
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog _log = new();
    private readonly LogLevelSwitch _level = new(LogLevel.Information);
    private readonly List<(bool Ok, Instant At)> _reported = [];

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public void Reload_LiveKeys_TakeEffectAndAreReported()
    {
        ConfigurationReloader reloader = Started("mode: observe");
        Write("logging: { level: debug }\nmetrics: { dcgm_page: true }\n");

        ReloadOutcome.Applied applied = Assert.IsType<ReloadOutcome.Applied>(reloader.Reload());

        Assert.Equal(["metrics.dcgm_page", "logging.level"], applied.Keys.ToArray());
        Assert.Empty(applied.NeedRestart);
        Assert.Equal(LogLevel.Debug, _level.Level);
        Assert.True(reloader.Current.Metrics.DcgmPage);
        Assert.Equal([(true, Now)], _reported);
    }

    [Fact]
    public void Reload_KeysReadAtStart_WaitForARestartUntilTheyAreSetBack()
    {
        ConfigurationReloader reloader = Started("");
        Write("listen: 127.0.0.1:1\nnvml: { library: /x.so }\nstate_directory: /x\n");

        for (int i = 0; i < 2; i++)
        {
            ReloadOutcome.Applied applied = Assert.IsType<ReloadOutcome.Applied>(reloader.Reload());
            Assert.Equal(["listen", "state_directory", "nvml.library"], applied.NeedRestart.ToArray());
        }

        Assert.Contains(_log.Lines, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("listen, state_directory, nvml.library"));
        Write("");
        Assert.Empty(Assert.IsType<ReloadOutcome.Applied>(reloader.Reload()).NeedRestart);
    }

    [Fact]
    public void Reload_BadFile_LastGoodStays()
    {
        ConfigurationReloader reloader = Started("sampler: { period_seconds: 2 }");
        DaemonConfiguration before = reloader.Current;
        Write("sampler: { period_seconds: 2000 }\nlogging: { level: debug }\n");

        Assert.IsType<ReloadOutcome.Refused>(reloader.Reload());

        Assert.Same(before, reloader.Current);
        Assert.Equal(LogLevel.Information, _level.Level);
        Assert.Equal([(false, Now)], _reported);
        Assert.Contains(_log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("sampler.period_seconds"));
    }

    [Fact]
    public void Reload_FileRemoved_LastGoodStays()
    {
        ConfigurationReloader reloader = Started("sampler: { period_seconds: 2 }");
        File.Delete(Path.Combine(_folder.Path, "config.yaml"));

        Assert.IsType<ReloadOutcome.Refused>(reloader.Reload());
        Assert.Equal(Duration.FromSeconds(2), reloader.Current.Sampler.Period);
    }

    [Fact]
    public void Reload_PartsTakeConfigurations_TheyGetItAndMayRefuse()
    {
        List<Duration> seen = [];
        ConfigurationReloader reloader = Started("", configuration =>
        {
            seen.Add(configuration.Sampler.Period);
            return configuration.Metrics.DropFamilies.IsEmpty ? null : "metrics.drop_families: not now";
        });

        Write("sampler: { period_seconds: 3 }");
        Assert.Equal(["sampler.period_seconds"], Assert.IsType<ReloadOutcome.Applied>(reloader.Reload()).Keys.ToArray());
        Write("sampler: { period_seconds: 4 }\nmetrics: { drop_families: [device_up] }");
        Assert.Equal(["metrics.drop_families: not now"], Assert.IsType<ReloadOutcome.Refused>(reloader.Reload()).Problems.ToArray());

        Assert.Equal(Duration.FromSeconds(3), reloader.Current.Sampler.Period);
        Assert.Equal([Duration.FromSeconds(3), Duration.FromSeconds(4)], seen);
    }

    [Fact]
    public void Reload_PartsTakeNone_TheirKeysWaitForARestart()
    {
        ConfigurationReloader reloader = Started("");
        Write("sampler: { period_seconds: 3 }");

        ReloadOutcome.Applied applied = Assert.IsType<ReloadOutcome.Applied>(reloader.Reload());

        Assert.Empty(applied.Keys);
        Assert.Equal(["sampler.period_seconds"], applied.NeedRestart.ToArray());
    }

    [Fact]
    public void Reload_CommandLineOverrides_StayOnTop()
    {
        ConfigurationReloader reloader = Started("listen: 127.0.0.1:5");
        Write("listen: 127.0.0.1:6");

        reloader.Reload();

        Assert.Equal("127.0.0.1:7", reloader.Current.Listen.ToString());
    }

    private void Write(string text) => _folder.Write("config.yaml", text);

    private ConfigurationReloader Started(string text, Func<DaemonConfiguration, string?>? apply = null)
    {
        Write(text);
        ConfigurationSource source = new() { Path = Path.Combine(_folder.Path, "config.yaml"), Listen = new ListenAddress(System.Net.IPAddress.Loopback, 7) };
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(source.Load());
        WebConfigurationStore web = WebConfigurationStore.Open(null, new FakeTimeProvider(), _log, out ImmutableArray<Optimizer.Host.Yaml.FileError> _)!;
        return new ConfigurationReloader(source, read, web, _level, new FakeClock(Now), _log)
        {
            Apply = apply,
            Reloaded = (ok, at) => _reported.Add((ok, at)),
        };
    }
}
