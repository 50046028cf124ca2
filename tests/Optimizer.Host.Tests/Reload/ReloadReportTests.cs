using NodaTime;
using NodaTime.Testing;
using Optimizer.Host.Reload;

namespace Optimizer.Host.Tests.Reload;

public sealed class ReloadReportTests
{
    private static readonly Instant Now = Instant.FromUtc(2026, 3, 1, 12, 0);

    [Fact]
    public void Report_TwoFiles_GoodOnlyWhenBothAre()
    {
        List<(bool Good, Instant At)> told = [];
        ReloadReport report = new((good, at) => told.Add((good, at)), new FakeClock(Now));

        report.Started();
        report.Configuration(good: false);
        report.Web(good: true); // a certificate that rotates does not mend config.yaml
        report.Configuration(good: true);
        report.Web(good: false);
        report.Configuration(good: true); // nor the other way round
        report.Web(good: true);

        Assert.Equal([true, false, false, true, false, false, true], told.Select(t => t.Good));
        Assert.All(told, t => Assert.Equal(Now, t.At));
    }
}
