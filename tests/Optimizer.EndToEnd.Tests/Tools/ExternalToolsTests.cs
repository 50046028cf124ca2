namespace Optimizer.EndToEnd.Tests.Tools;

public sealed class ExternalToolsTests
{
    [Theory]
    [InlineData("/usr/bin/prometheus", "/usr/bin/promtool", null, null)]
    [InlineData(null, "/usr/bin/promtool", null, "prometheus not found")]
    [InlineData(null, null, "0", "prometheus and promtool not found")]
    [InlineData(null, null, "1", null)]
    public void Reason_ToolsAndDemand_SkipsOnlyWhatMayBeMissing(string? prometheus, string? promtool, string? required, string? begin)
    {
        string? reason = ExternalTools.Reason(prometheus, promtool, required);

        Assert.Equal(begin is null, reason is null);
        Assert.StartsWith(begin ?? "", reason ?? "");
    }
}
