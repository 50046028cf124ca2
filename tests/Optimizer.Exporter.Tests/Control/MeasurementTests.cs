using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Exporter.Tests.Exposition;
using Optimizer.Model.Acting;

namespace Optimizer.Exporter.Tests.Control;

/// <summary>Every measured duration is in a histogram once, whoever scrapes and whenever.</summary>
public sealed class MeasurementTests
{
    private const string DrainCount = "gpu_optimizer_repartition_duration_seconds_count{phase=\"drain\"}";
    private const string DrainSum = "gpu_optimizer_repartition_duration_seconds_sum{phase=\"drain\"}";

    [Fact]
    public async Task PublishControl_SeveralReportsBetweenScrapes_CountsEveryMeasurement()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        for (long tick = 1; tick <= 3; tick++)
        {
            exporter.PublishControl(Drained(tick, 2, 3));
        }

        Page page = await Page.ReadAsync(exporter);

        Assert.Equal(6, page[DrainCount]);
        Assert.Equal(15, page[DrainSum]);
    }

    [Fact]
    public async Task PublishControl_SameReportAgainAndMoreScrapes_CountsOnce()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishControl(Drained(1, 2));
        await Page.ReadAsync(exporter);
        exporter.PublishControl(Drained(1, 2));
        exporter.Publish(Some.Node());
        await Page.ReadAsync(exporter);
        exporter.PublishControl(Drained(2));

        Assert.Equal(1, (await Page.ReadAsync(exporter))[DrainCount]);
    }

    [Fact]
    public async Task PublishControl_NobodyScrapes_LosesNothingAndStaysBounded()
    {
        const int reports = 10_000;
        using MetricsExporter exporter = new(TestOptions.Default);
        for (long tick = 1; tick <= reports; tick++)
        {
            exporter.PublishControl(Drained(tick, 1));
        }

        Assert.Equal(reports, (await Page.ReadAsync(exporter))[DrainCount]);
    }

    [Fact]
    public async Task PublishControl_ExpositionThatFails_IsCountedWithTheNext()
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.PublishControl(Drained(1, 4));
        exporter.Publish(Some.Node(1).WithGpu(Some.H100(), null!));
        await Assert.ThrowsAsync<NullReferenceException>(() => Page.TextAsync(exporter));

        exporter.Publish(Some.Node(2));

        Assert.Equal(1, (await Page.ReadAsync(exporter))[DrainCount]);
    }

    [Fact]
    public async Task PublishControl_FromSeveralThreadsWhileScraping_CountsEachOnce()
    {
        const int each = 200;
        using MetricsExporter exporter = new(TestOptions.Default);
        Task[] publishers = [.. Enumerable.Range(0, 3).Select(publisher => Task.Run(() =>
        {
            for (long tick = 1; tick <= each; tick++)
            {
                exporter.PublishControl(Drained((publisher * each) + tick, 1));
            }
        }))];
        while (!Array.TrueForAll(publishers, static publisher => publisher.IsCompleted))
        {
            await Page.ReadAsync(exporter);
        }

        await Task.WhenAll(publishers);

        Assert.Equal(3 * each, (await Page.ReadAsync(exporter))[DrainCount]);
    }

    private static ControlReport Drained(long tick, params double[] seconds) =>
        SomeControl.New(tick) with { Measurements = [.. seconds.Select(static took => new Measured("drain", "", took))] };
}
