using System.Text;
using Microsoft.Extensions.Time.Testing;
using NodaTime;
using Optimizer.Exporter.Dcgm;
using Optimizer.Exporter.Exposition;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Exporter.Tests.Exposition;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Dcgm;

public sealed class DcgmPageTests
{
    [Fact]
    public async Task RenderAsync_MigAndWholeGpu_MatchesGolden()
    {
        GpuSnapshot whole = Some.H100(1);
        GpuSnapshot later = whole with { Pcie = whole.Pcie! with { TxBytes = whole.Pcie.TxBytes + 1000, RxBytes = whole.Pcie.RxBytes + 3000 } };
        GpuSnapshot mig = Some.H100().WithMig("3g.40gb@0", "1g.10gb@4");

        string page = await RenderAsync(Some.Node(1).WithGpu(mig, whole), Some.Node(3).WithGpu(mig, later));

        Golden.Matches("dcgm.txt", page);
    }

    [Fact]
    public async Task RenderAsync_MigGpu_ShowsBoardReadingsOnce()
    {
        GpuSnapshot mig = Some.H100().WithMig("1g.10gb@0", "1g.10gb@1", "1g.10gb@2");

        Page page = Page.Parse(await RenderAsync(Some.Node().WithGpu(mig)));

        Assert.DoesNotContain("GPU_I_ID", Assert.Single(page.Of("DCGM_FI_DEV_POWER_USAGE")), StringComparison.Ordinal);
        Assert.Equal(1 + 3, page.Of("DCGM_FI_DEV_FB_USED").Length);
        Assert.Empty(page.Of("DCGM_FI_DEV_GPU_UTIL"));
    }

    [Fact]
    public async Task RenderAsync_OneSnapshot_HasNoRates()
    {
        Page page = Page.Parse(await RenderAsync(Some.Node().WithGpu(Some.H100())));

        Assert.Empty(page.Of("DCGM_FI_PROF_PCIE"));
    }

    [Fact]
    public async Task RenderAsync_TwoSnapshots_RatesAreOverTheTimeBetweenThem()
    {
        GpuSnapshot gpu = Some.H100();
        GpuSnapshot later = gpu with { Pcie = gpu.Pcie! with { TxBytes = gpu.Pcie.TxBytes + 4000, RxBytes = 0 } };

        Page page = Page.Parse(await RenderAsync(Some.Node(1).WithGpu(gpu), Some.Node(5).WithGpu(later)));

        Assert.Equal(1000, page[Assert.Single(page.Of("DCGM_FI_PROF_PCIE_TX_BYTES"))]);
        Assert.Empty(page.Of("DCGM_FI_PROF_PCIE_RX_BYTES"));
    }

    [Fact]
    public async Task RenderAsync_SeveralXids_ShowsTheNewest()
    {
        GpuSnapshot gpu = Some.H100() with
        {
            Reliability = new ReliabilityReading
            {
                Xids = [new XidCount(null, 31, 4, Some.Start), new XidCount(null, 79, 1, Some.Start + Duration.FromSeconds(9)), new XidCount(2, 94, 1, Some.Start)],
            },
        };

        Page page = Page.Parse(await RenderAsync(Some.Node().WithGpu(gpu)));

        string series = Assert.Single(page.Of("DCGM_FI_DEV_XID_ERRORS"));
        Assert.Equal(79, page[series]);
        Assert.Contains("err_code=\"79\",err_msg=\"GPU has fallen off the bus\"", series, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RenderAsync_BeforeFirstSnapshot_IsEmpty() => Assert.Equal("", await RenderAsync());

    [Fact]
    public async Task RenderAsync_WallClockSteps_RatesDoNotFollow()
    {
        GpuSnapshot gpu = Some.H100();
        GpuSnapshot later = gpu with { Pcie = gpu.Pcie! with { TxBytes = gpu.Pcie.TxBytes + 4000 } };
        FakeTimeProvider time = new();
        using DcgmPage dcgm = new("node-1", time);
        dcgm.Publish(Some.Node(1).WithGpu(gpu));
        time.Advance(TimeSpan.FromSeconds(2));
        dcgm.Publish(Some.Node(2).WithGpu(later) with { At = Some.Start - Duration.FromHours(1) });

        using ExpositionPage text = await dcgm.RenderAsync(gzip: false, CancellationToken.None);
        Page page = Page.Parse(Encoding.UTF8.GetString(text.Body.Span));

        Assert.Equal(2000, page[Assert.Single(page.Of("DCGM_FI_PROF_PCIE_TX_BYTES"))]);
    }

    [Fact]
    public async Task RenderAsync_SnapshotThatCannotBeMapped_NeverServesHalfAPage()
    {
        using DcgmPage dcgm = new("node-1", new FakeTimeProvider());
        dcgm.Publish(Some.Node(1).WithGpu(Some.H100(), null!));
        for (int scrape = 0; scrape < 2; scrape++)
        {
            await Assert.ThrowsAsync<NullReferenceException>(async () => await dcgm.RenderAsync(gzip: false, CancellationToken.None));
        }

        dcgm.Publish(Some.Node(2).WithGpu(Some.H100()));
        using ExpositionPage text = await dcgm.RenderAsync(gzip: false, CancellationToken.None);
        Assert.Single(Page.Parse(Encoding.UTF8.GetString(text.Body.Span)).Of("DCGM_FI_DEV_POWER_USAGE"));
    }

    private static async Task<string> RenderAsync(params NodeSnapshot[] snapshots)
    {
        FakeTimeProvider time = new(Some.Start.ToDateTimeOffset());
        using DcgmPage dcgm = new("node-1", time);
        foreach (NodeSnapshot snapshot in snapshots)
        {
            time.SetUtcNow(snapshot.At.ToDateTimeOffset());
            dcgm.Publish(snapshot);
        }

        using ExpositionPage page = await dcgm.RenderAsync(gzip: false, CancellationToken.None);
        return Encoding.UTF8.GetString(page.Body.Span);
    }
}
