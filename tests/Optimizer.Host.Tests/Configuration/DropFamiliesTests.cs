using Optimizer.Host.Configuration;

namespace Optimizer.Host.Tests.Configuration;

public sealed class DropFamiliesTests
{
    [Fact]
    public void Read_FamilyWithAndWithoutPrefix_AreTheSame()
    {
        ConfigurationResult.Read read = Assert.IsType<ConfigurationResult.Read>(
            ConfigurationReader.Read("metrics: { drop_families: [device_up, gpu_optimizer_mig_info] }", "test.yaml"));

        Assert.Equal(["gpu_optimizer_device_up", "gpu_optimizer_mig_info"], read.Configuration.Metrics.DropFamilies.ToArray());
    }

    [Fact]
    public void Read_UnknownFamily_NamesTheNearest()
    {
        ConfigurationResult.Refused refused = Assert.IsType<ConfigurationResult.Refused>(
            ConfigurationReader.Read("metrics: { drop_families: [gpu_optimizer_device_upp] }", "test.yaml"));

        Assert.Contains("did you mean 'gpu_optimizer_device_up'?", Assert.Single(refused.Errors).ToString(), StringComparison.Ordinal);
    }
}
