using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Tests.Configuration;

public sealed class ConfigurationReaderTests
{
    [Theory]
    [InlineData("")]
    [InlineData("\n# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("sampler:\nhttp: ~\n")]
    public void Read_NothingSaid_EveryDefault(string text)
    {
        Assert.Equal(DaemonConfiguration.Default, Good(text));
    }

    [Fact]
    public void Read_EachKindOfSetting_IsTaken()
    {
        DaemonConfiguration read = Good("""
            listen: "[::1]:9000"
            web_config_file: /etc/gpu-optimizer/web.yaml
            sampler:
              period_seconds: 0.5
              exclude_gpus: [GPU-22222222-aaaa, GPU-11111111-aaaa]
              watched_xids: []
            collectors: { pcie: false }
            metrics:
              series_limit_per_family: 500
            logging:
              level: debug
            """);

        Assert.Equal("[::1]:9000", read.Listen.ToString());
        Assert.Equal("/etc/gpu-optimizer/web.yaml", read.WebConfigFile);
        Assert.Equal(Duration.FromMilliseconds(500), read.Sampler.Period);
        Assert.Equal(["GPU-11111111-aaaa", "GPU-22222222-aaaa"], read.Sampler.ExcludeGpus);
        Assert.Empty(read.Sampler.WatchedXids);
        Assert.False(read.Collectors.Pcie);
        Assert.True(read.Collectors.Memory);
        Assert.Equal(500, read.Metrics.SeriesLimitPerFamily);
        Assert.Equal(Microsoft.Extensions.Logging.LogLevel.Debug, read.Logging.Level);
    }

    [Theory]
    [InlineData("mod: observe", "c.yaml:1:1: unknown key \"mod\"; did you mean \"mode\"?")]
    [InlineData("sampler: { periods: 2 }", "c.yaml:1:12: sampler: unknown key \"periods\"; did you mean \"period_seconds\"?")]
    [InlineData("period_seconds: 2", "c.yaml:1:1: unknown key \"period_seconds\"; did you mean \"sampler.period_seconds\"?")]
    [InlineData("solar: 1", "c.yaml:1:1: unknown key \"solar\"")]
    [InlineData("sampler.period_seconds: 2", "c.yaml:1:1: unknown key \"sampler.period_seconds\"; did you mean \"sampler.period_seconds\"?")]
    [InlineData("mode: enforced", "c.yaml:1:7: mode: found \"enforced\", expected one of the words observe, recommend, approve, enforce")]
    [InlineData("mode: [observe]", "c.yaml:1:7: mode: found a list, expected one of the words observe, recommend, approve, enforce")]
    [InlineData("listen: 9838", "c.yaml:1:9: listen: found \"9838\", expected ADDRESS:PORT with an IP address (IPv6 in brackets) or localhost, and a port from 0 to 65535")]
    [InlineData("state_directory: var", "c.yaml:1:18: state_directory: found \"var\", expected an absolute path")]
    [InlineData("sampler: { period_seconds: 0 }", "c.yaml:1:28: sampler.period_seconds: found \"0\", expected a number from 0.1 to 60")]
    [InlineData("sampler: { period_seconds: \"1\" }", "c.yaml:1:28: sampler.period_seconds: found the quoted text \"1\", expected a number from 0.1 to 60")]
    [InlineData("sampler: { period_seconds: .nan }", "c.yaml:1:28: sampler.period_seconds: found \".nan\", expected a number from 0.1 to 60")]
    [InlineData("sampler: { period_seconds: { a: 1 } }", "c.yaml:1:28: sampler.period_seconds: found a group of keys, expected a number from 0.1 to 60")]
    [InlineData("sampler: { period_seconds: }", "c.yaml:1:28: sampler.period_seconds: found nothing, expected a number from 0.1 to 60")]
    [InlineData("sampler: { exclude_gpus: [gpu0] }", "c.yaml:1:27: sampler.exclude_gpus[0]: found \"gpu0\", expected one of GPU UUIDs as nvidia-smi -L prints them (GPU-...)")]
    [InlineData("sampler: { watched_xids: [79, 79] }", "c.yaml:1:31: sampler.watched_xids[1]: \"79\" is already in the list")]
    [InlineData("collectors: { pcie: no }", "c.yaml:1:21: collectors.pcie: found \"no\", expected true or false")]
    [InlineData("metrics: { series_limit_per_family: 1e3 }", "c.yaml:1:37: metrics.series_limit_per_family: found \"1e3\", expected a whole number from 100 to 1000000")]
    [InlineData("sampler: 5", "c.yaml:1:10: sampler: found \"5\", expected a group of keys")]
    [InlineData("- mode", "c.yaml:1:1: found a list, expected keys with values, such as \"mode: observe\"")]
    [InlineData("mode: observe\nmode: observe", "c.yaml:2:1: mode: the key is already set in line 1; remove one of the two")]
    [InlineData("http:\n  keep_alive_seconds: 60\nhttp:\n", "c.yaml:3:1: http: the key is already set in line 1; remove one of the two")]
    [InlineData("sampler: { period_seconds: 30 }", "c.yaml:1:12: sampler.slow_period_seconds: is 10, expected at least sampler.period_seconds, which is 30")]
    [InlineData("mode: &a observe", "c.yaml:1:7: anchors (&name) are not accepted: write the value out where it is needed")]
    [InlineData("mode: *a", "c.yaml:1:7: aliases (*name) are not accepted: write the value out")]
    [InlineData("mode: !!str observe", "c.yaml:1:7: tags (!name) are not accepted")]
    [InlineData("mode: observe\n---\nmode: observe", "c.yaml:2:1: a second YAML document begins here; the file may hold one")]
    [InlineData("? [a]\n: b", "c.yaml:1:3: found a list as a key, expected a word")]
    [InlineData("a\0b", "c.yaml:1:2: the file contains a NUL character: it is not a text file")]
    public void Read_OneMistake_SaysWhereWhatAndWhatIsLegal(string text, string message)
    {
        Assert.Equal([message], Bad(text));
    }

    [Fact]
    public void Read_ManyMistakes_AllAtOnceInFileOrder()
    {
        string[] errors = Bad("""
            mode: enforced
            listn: 127.0.0.1:80
            sampler:
              period_seconds: fast
              call_deadline_seconds: 900
              period_seconds: 1
            collectors:
              pcie: 1
            policy:
              price: 2
            """);

        Assert.Equal(["1", "2", "4", "5", "6", "8", "10"], errors.Select(e => e.Split(':')[1]));
    }

    [Fact]
    public void Read_BrokenYaml_OneErrorWithPlace()
    {
        string error = Assert.Single(Bad("sampler:\n  period_seconds: [1\nmode: x"));

        Assert.Matches("^c.yaml:[23]:[0-9]+: not valid YAML after this place; a bracket", error);
    }

    [Fact]
    public void Read_BillionLaughs_RefusedAtTheFirstAnchor()
    {
        string bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"b{i}: &b{i} [*a,*a,*a,*a,*a,*a,*a,*a]\n"));

        Assert.Contains("anchors", Assert.Single(Bad(bomb)));
    }

    [Fact]
    public void Read_DeepNesting_RefusedWithoutRecursion()
    {
        Assert.Contains("nested deeper than 12 levels", Assert.Single(Bad("mode: " + new string('[', 100_000))));
    }

    [Fact]
    public void Read_TooLarge_RefusedUnread()
    {
        Assert.Contains("more than the 1048576", Assert.Single(Bad(new string('#', YamlTreeReader.LargestText + 1))));
    }

    [Fact]
    public void Read_ThousandsOfMistakes_ReportIsBounded()
    {
        string text = string.Concat(Enumerable.Range(0, 5000).Select(i => $"wrong{i}: 1\n"));

        Assert.Equal(FileErrors.Limit, Bad(text).Length);
    }

    [Fact]
    public void ReadFile_Missing_SaysSo()
    {
        ConfigurationResult.Refused refused = Assert.IsType<ConfigurationResult.Refused>(ConfigurationReader.ReadFile("/nonexistent/config.yaml"));

        Assert.Equal("/nonexistent/config.yaml:1:1: the file does not exist; check the path", refused.Errors.Single().ToString());
    }

    [Fact]
    public void ReadFile_FolderOrNotUtf8OrEndless_SaysSo()
    {
        using TemporaryFolder folder = new();
        string binary = folder.Write("b.yaml", "");
        File.WriteAllBytes(binary, [0x6d, 0xff, 0xfe]);

        Assert.Contains("this is a folder", FileProblem(folder.Path));
        Assert.Contains("is not UTF-8 text", FileProblem(binary));
        Assert.Contains("larger than", FileProblem("/dev/zero"));
    }

    [Theory]
    [InlineData("listen: 0.0.0.0:9838", true)]
    [InlineData("listen: \"[::]:9838\"", true)]
    [InlineData("listen: 0.0.0.0:9838\nweb_config_file: /etc/w.yaml", false)]
    [InlineData("listen: 127.0.0.2:9838", false)]
    [InlineData("listen: \"[::1]:9838\"", false)]
    public void IsOpenToAll_BeyondLoopbackWithoutWebFile(string text, bool open) => Assert.Equal(open, Good(text).IsOpenToAll);

    [Fact]
    public void LeastWatchdog_TwoPeriodsAndTwoDeadlines() =>
        Assert.Equal(Duration.FromSeconds(18), Good("sampler: { period_seconds: 2, call_deadline_seconds: 7 }").Sampler.LeastWatchdog);

    [Fact]
    public void Read_ProcessSeriesLimit_NoHigherThanTheExporterGoes()
    {
        Assert.Equal(1024, Good("metrics: { process_series_limit: 1024 }").Metrics.ProcessSeriesLimit);
        Assert.Contains("from 0 to 1024", Assert.Single(Bad("metrics: { process_series_limit: 1025 }")));
    }

    [Fact]
    public void Differences_ChangedKeys_ByWhatTheyNeed()
    {
        SettingValues before = Values("listen: 127.0.0.1:1");
        SettingValues after = Values("listen: 127.0.0.1:2\nlogging: { level: debug }");

        Assert.Equal(["listen"], after.Differences(before, ReloadEffect.OnRestart).ToArray());
        Assert.Equal(["logging.level"], after.Differences(before, ReloadEffect.OnReload).ToArray());
        Assert.Empty(after.Differences(after, ReloadEffect.OnReload));
    }

    private static DaemonConfiguration Good(string text) => Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read(text, "c.yaml")).Configuration;

    private static SettingValues Values(string text) => Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.Read(text, "c.yaml")).Values;

    private static string[] Bad(string text) =>
        [.. Assert.IsType<ConfigurationResult.Refused>(ConfigurationReader.Read(text, "c.yaml")).Errors.Select(e => e.ToString())];

    private static string FileProblem(string path) =>
        Assert.Single(Assert.IsType<ConfigurationResult.Refused>(ConfigurationReader.ReadFile(path)).Errors).ToString();
}
