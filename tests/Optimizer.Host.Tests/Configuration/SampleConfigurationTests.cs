using Optimizer.Host.Configuration;
using Optimizer.Host.Tests.Support;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Tests.Configuration;

public sealed class SampleConfigurationTests
{
    private static string SamplePath => Path.Combine(Repository.Root, "packaging", "config.yaml");

    [Fact]
    public void Sample_ShippedFile_IsWhatTheTableGenerates()
    {
        GoldenFile.MatchesPath(SamplePath, SampleConfiguration.Text());
    }

    [Fact]
    public void Sample_Read_EqualsTheDefaults()
    {
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(ConfigurationReader.ReadFile(SamplePath));

        Assert.Equal(DaemonConfiguration.Default, read.Configuration);
        Assert.Empty(read.Values.Changed());
    }

    [Fact]
    public void Sample_StatesEverySetting()
    {
        YamlMapping root = Assert.IsType<YamlMapping>(YamlTreeReader.Read(File.ReadAllText(SamplePath), new FileErrors("sample")));
        IEnumerable<string> stated = root.Entries.SelectMany(e =>
            e.Value is YamlMapping section ? section.Entries.Select(inner => $"{e.Key.Text}.{inner.Key.Text}") : [e.Key.Text]);

        Assert.Equal(SettingTable.All.Select(s => s.Key), stated);
    }

    [Fact]
    public void Table_EveryLimitAndNumber_HasAReason()
    {
        Assert.All(SettingTable.All.Where(s => s is NumberSetting or IntegerSetting), s => Assert.NotEqual("", s.Why));
    }
}
