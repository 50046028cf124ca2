using System.Globalization;
using System.Text.RegularExpressions;
using Optimizer.Model.Snapshots;
using Optimizer.Model.Workloads;
using Optimizer.Simulation.Scenarios;
using Optimizer.Simulation.Workloads;

namespace Optimizer.Simulation.Tests;

public sealed partial class WorkloadPageTests
{
    [Fact]
    public void Until_AnySeries_IsTheAreaUnderIt()
    {
        DemandSeries series = new(600, [1, 5, 0, 2]);
        double sum = 0;
        for (int second = 0; second < 5000; second++)
        {
            Assert.Equal(sum, series.Until(second), 6);
            sum += (series.At(second) + series.At(second + 1)) / 2;
        }

        Assert.Equal(3 * 86_400, DemandSeries.Constant(3).Until(86_400));
    }

    [Fact]
    public void Page_OverAMinute_CountsTheDemandOfThatMinute()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        node.Advance(600);
        double before = Counter(node.Node.MetricsPage("resnet50"));
        node.Advance(60);
        double after = Counter(node.Node.MetricsPage("resnet50"));

        // resnet50 starts at 732 a second, scaled by 0.5, on its way to 720 ten minutes later.
        Assert.InRange((after - before) / 60, 355, 362);
        Assert.Matches("simulated_queue_length[{]workload=\"resnet50\"[}] [0-9]+\n", node.Node.MetricsPage("resnet50")!);
    }

    [Fact]
    public void Page_WorkloadEndsAndReturns_CountsFromZeroAgain()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        node.Advance(600);
        node.Driver.DestroyInstance(0, node.Driver.Gpus[0].Processes.Single(process => process.Process.MemoryBytes == 5UL << 30 && node.Node.Processes.Find(process.Process.Pid)!.ControlGroup.EndsWith("bert.service", StringComparison.Ordinal)).GpuInstanceId, evict: true);

        Assert.Null(node.Node.MetricsPage("bert"));
        node.Driver.CreateInstance(0, "1g.10gb", 4);
        node.Advance(30);

        Assert.InRange(Counter(node.Node.MetricsPage("bert")), 1, 30 * 300);
        Assert.Null(node.Node.MetricsPage("nobody"));
    }

    [Fact]
    public void Page_SameSeedAndTime_IsTheSameText()
    {
        using TestNode one = new(Scenario.Load("dgx-h100"));
        using TestNode other = new(Scenario.Load("dgx-h100"));
        one.Advance(3600);
        for (int minute = 0; minute < 60; minute++)
        {
            other.Advance(60);
            other.Node.MetricsPage("llm-14b");
        }

        Assert.Equal(one.Node.MetricsPage("llm-14b"), other.Node.MetricsPage("llm-14b"));
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public async Task Declarations_EveryScenario_FindEachOtherAndTheirPages(string scenario)
    {
        using TestNode node = new(Scenario.Load(scenario));
        using HttpMessageInvoker client = new(node.Node.CreateMetricsHandler());
        node.Advance(60);

        Assert.NotEmpty(node.Node.Declarations);
        Assert.Equal(node.Node.Declarations.Select(declared => declared.Name).Distinct().Order(StringComparer.Ordinal), node.Node.Declarations.Select(declared => declared.Name));
        foreach (WorkloadDeclaration declared in node.Node.Declarations.Where(declared => node.Node.MetricsPage(declared.Name) is not null))
        {
            DemandDeclaration.Scrape scrape = Assert.IsType<DemandDeclaration.Scrape>(declared.Demand);
            using HttpRequestMessage request = new(HttpMethod.Get, scrape.Page);
            using HttpResponseMessage response = await client.SendAsync(request, CancellationToken.None);
            Assert.Contains($"{scrape.Metric}{{workload=\"{declared.Name}\"}} ", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Declarations_KindsOfHosts_AreMatchedByTheNameTheNodeShows()
    {
        using TestNode node = new(Scenario.Load("dgx-h100"));
        WorkloadMatcher matcher = new(node.Node.Declarations);

        Assert.Equal("llm-14b", matcher.Find("llm-14b.service", WorkloadKind.Systemd)?.Name);
        Assert.Equal("train-70b-rank0", matcher.Find("job-4098", WorkloadKind.Slurm)?.Name);
        Assert.DoesNotContain(node.Node.Declarations, declared => declared.Name == "train-70b-rank1");
        Assert.Equal(("search", QosClass.Guaranteed), node.Node.Declarations.Where(declared => declared.Name == "bert").Select(declared => (declared.Tenant, declared.Qos)).Single());
    }

    [Fact]
    public async Task Handler_NobodyThere_RefusesTheConnection()
    {
        using TestNode node = new(Scenario.Load("two-a100"));
        using HttpMessageInvoker client = new(node.Node.CreateMetricsHandler());
        foreach (string address in (string[])["http://nobody.simulated/metrics", "http://bert.simulated/elsewhere", "http://127.0.0.1:9/metrics"])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, address);
            await Assert.ThrowsAsync<HttpRequestException>(() => client.SendAsync(request, CancellationToken.None));
        }
    }

    public static TheoryData<string> Scenarios() => [.. Scenario.Names];

    private static double Counter(string? page) =>
        double.Parse(CounterLine().Match(page ?? "").Groups["value"].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex("^simulated_requests_total[{].*[}] (?<value>[0-9]+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CounterLine();
}
