using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Exposition;

/// <summary>What operators see, line by line. A change here is a change of the product's interface.</summary>
public sealed class GoldenPageTests
{
    public static TheoryData<string> Nodes => ["h100-mig", "h100", "a100-mig", "lost", "no-driver", "no-gpu"];

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task RenderAsync_Text_MatchesGolden(string node)
    {
        string page = await RenderAsync(node, ExpositionFormat.Text);

        Golden.Matches($"{node}.txt", page);
        Assert.False(Page.Parse(page).EndsWithEof);
    }

    [Theory]
    [MemberData(nameof(Nodes))]
    public async Task RenderAsync_OpenMetrics_MatchesGolden(string node)
    {
        string page = await RenderAsync(node, ExpositionFormat.OpenMetrics);

        Golden.Matches($"{node}.om", page);
        Page parsed = Page.Parse(page);
        Assert.True(parsed.EndsWithEof);
        Assert.DoesNotContain(parsed.Types.Keys, static family => family.EndsWith("_total", StringComparison.Ordinal));
    }

    private static async Task<string> RenderAsync(string node, ExpositionFormat format)
    {
        using MetricsExporter exporter = new(TestOptions.Default);
        exporter.ReportConfigReload(successful: true, Some.Start);
        exporter.Publish(Snapshot(node));
        return await Page.TextAsync(exporter, format);
    }

    private static NodeSnapshot Snapshot(string node)
    {
        switch (node)
        {
            case "h100-mig":
                GpuSnapshot mig = Some.H100().WithMig("3g.40gb@0", "2g.20gb@4", "1g.10gb@6");
                return Some.Node().WithGpu(mig).WithWorkload(Some.Workload("chat-7b@1.service", mig.Uuid, 1, "3g.40gb"));
            case "h100":
                GpuSnapshot whole = Some.H100();
                return Some.Node().WithGpu(whole).WithWorkload(Some.Workload("job-42", whole.Uuid, null, "gpu") with { Kind = WorkloadKind.Slurm, Policy = "training" });
            case "a100-mig":
                return Some.Node().WithGpu(Some.A100());
            case "lost":
                return Some.Node().WithGpu(Some.LostGpu()) with { ExcludedGpus = 1 };
            case "no-driver":
                return Some.NodeWithoutDriver();
            default:
                return Some.Node();
        }
    }
}
