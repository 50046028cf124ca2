using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Logging;
using Optimizer.Host.Reload;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Web;

namespace Optimizer.Host.Tests.Reload;

public sealed class ConfigurationReloaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CapturedLog _log = new();
    private readonly LogLevelSwitch _level = new(LogLevel.Information);
    private readonly List<bool> _reported = [];

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
        Assert.Equal([true], _reported);
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
        Assert.Equal([false], _reported);
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
    public void Reload_TermsModeAndThreeMore_HoldAtOnce_EverythingElseWaitsForARestart()
    {
        string[] live = [.. SettingTable.All.Where(setting => setting.Effect == ReloadEffect.OnReload).Select(setting => setting.Key)];

        // What the running daemon reads at each use; see who reads ConfigurationReloader.Current before adding one.
        string[] terms = [.. SettingTable.All.Where(setting => setting.Key is "mode" or "tenants" || setting.Section is "policy" or "prices" or "gates").Select(setting => setting.Key)];
        Assert.Equal(["http.max_concurrent_scrapes", "logging.level", "metrics.dcgm_page"], live.Except(terms).Order(StringComparer.Ordinal));
        Assert.Empty(terms.Except(live));
    }

    [Fact]
    public void Reload_SamplerAndMetrics_AreNotSaidToBeApplied()
    {
        ConfigurationReloader reloader = Started("");
        Write("sampler: { period_seconds: 3 }\ncollectors: { mig: false }\nmetrics: { all_pipes: true, dcgm_page: true }");

        ReloadOutcome.Applied applied = Assert.IsType<ReloadOutcome.Applied>(reloader.Reload());

        Assert.Equal(["metrics.dcgm_page"], applied.Keys.ToArray());
        Assert.Equal(["sampler.period_seconds", "collectors.mig", "metrics.all_pipes"], applied.NeedRestart.ToArray());
    }

    [Fact]
    public void Reload_DefaultFileWasUsedAndIsGone_RefusedInsteadOfDefaults()
    {
        string path = _folder.Write("config.yaml", "logging: { level: debug }");
        ConfigurationReloader reloader = Started(new ConfigurationSource { DefaultPath = path });
        File.Delete(path);

        ReloadOutcome.Refused refused = Assert.IsType<ReloadOutcome.Refused>(reloader.Reload());

        Assert.Contains("does not exist any more", Assert.Single(refused.Problems));
        Assert.Equal(LogLevel.Debug, reloader.Current.Logging.Level);
        Assert.Equal([false], _reported);
    }

    [Fact]
    public void Load_DefaultFile_DefaultsOnlyWhenNothingIsThere()
    {
        ConfigurationSource Default(string path) => new() { DefaultPath = path };

        Assert.Null(Assert.IsType<ConfigurationResult.Read>(Default(Path.Combine(_folder.Path, "none.yaml")).Load()).File);
        Assert.Null(Assert.IsType<ConfigurationResult.Read>(Default(Path.Combine(_folder.Path, "no", "folder.yaml")).Load()).File);
        Assert.IsType<ConfigurationResult.Refused>(Default(_folder.Path).Load()); // a folder
        string link = Path.Combine(_folder.Path, "link.yaml");
        File.CreateSymbolicLink(link, Path.Combine(_folder.Path, "gone.yaml"));
        Assert.IsType<ConfigurationResult.Refused>(Default(link).Load()); // a link to nowhere
    }

    [Fact]
    public void Reload_CommandLineOverrides_StayOnTop()
    {
        ConfigurationReloader reloader = Started("listen: 127.0.0.1:5");
        Write("listen: 127.0.0.1:6");

        reloader.Reload();

        Assert.Equal("127.0.0.1:7", reloader.Current.Listen.ToString());
    }

    [Fact]
    public void Reload_DeclarationsChanged_WaitForARestartUntilTheyAreSetBack()
    {
        Declare("name: x");
        ConfigurationReloader reloader = Started(WithDeclarations);
        Assert.Empty(Assert.IsType<ReloadOutcome.Applied>(reloader.Reload()).NeedRestart);

        Declare("name: y");
        Assert.Equal([ConfigurationReloader.Declarations], Assert.IsType<ReloadOutcome.Applied>(reloader.Reload()).NeedRestart.ToArray());
        Assert.Contains(_log.Lines, l => l.StartsWith("Warning", StringComparison.Ordinal) && l.Contains("with its next restart: the declarations in workloads.directory"));

        Declare("- name: x\n");
        Assert.Empty(Assert.IsType<ReloadOutcome.Applied>(reloader.Reload()).NeedRestart);
    }

    [Fact]
    public void Reload_BadDeclaration_IsSaidNowAndNotAtTheNextStart()
    {
        ConfigurationReloader reloader = Started(WithDeclarations);
        Declare("nme: x");

        ReloadOutcome.Refused refused = Assert.IsType<ReloadOutcome.Refused>(reloader.Reload());

        Assert.Contains("x.yaml:1:1: unknown key \"nme\"", refused.Problems[0]);
        Assert.Contains(_log.Lines, l => l.StartsWith("Error", StringComparison.Ordinal) && l.Contains("unknown key"));
        Assert.Equal([false], _reported);
    }

    [Fact]
    public void Reload_BadDeclarationWithoutForecasts_ConcernsNobody()
    {
        ConfigurationReloader reloader = Started(WithDeclarations + "forecast: { enabled: false }\n");
        Declare("nme: x");

        Assert.IsType<ReloadOutcome.Applied>(reloader.Reload());
    }

    private string WithDeclarations => $"workloads: {{ directory: {_folder.Path}/workloads.d }}\n";

    private void Declare(string text)
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "workloads.d"));
        _folder.Write("workloads.d/x.yaml", text);
    }

    private void Write(string text) => _folder.Write("config.yaml", text);

    private ConfigurationReloader Started(string text)
    {
        Write(text);
        return Started(new ConfigurationSource { Path = Path.Combine(_folder.Path, "config.yaml"), Listen = new ListenAddress(System.Net.IPAddress.Loopback, 7) });
    }

    private ConfigurationReloader Started(ConfigurationSource source)
    {
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(source.Load());
        WebConfigurationStore web = WebConfigurationStore.Open(null, new FakeTimeProvider(), _log, out ImmutableArray<Optimizer.Host.Yaml.FileError> _)!;
        return new ConfigurationReloader(source, read, web, _level, _log) { Reloaded = _reported.Add };
    }
}
