using Optimizer.Control.Ports;
using Optimizer.Node.Holders;
using Optimizer.Node.Tests.Devices;

namespace Optimizer.Node.Tests.Holders;

public sealed class HolderScanTests
{
    private static readonly HashSet<string> Files = ["/dev/nvidia0", "/dev/nvidia-caps/nvidia-cap12"];

    [Fact]
    public void Scan_EveryKind_IsRankedAndSaidInASentenceEach()
    {
        using NodeFolder node = new("holders");
        node.Open(20, "/dev/null", "/dev/nvidia0");
        node.Open(30, "/dev/nvidia-caps/nvidia-cap12");
        node.Open(40, "/dev/nvidia1", "socket:[77]");
        node.Write("proc/modules", "nvidia_drm 118784 4 - Live 0x0\nnvidia_modeset 1310720 1 nvidia_drm, Live 0x0\nnvidia 8888 90 nvidia_drm, Live 0x0\nnvidia_peermem 16384 0 - Live 0x0\nbroken\n");

        HolderReport report = Scan(node.Proc).Scan("GPU-0", [50, 30], Files, wholeGpu: true);

        Assert.Equal(
            [
                "python (pid 30) of unit chat.service has a context on GPU-0; move or stop it.",
                "unknown (pid 50) has a context on GPU-0; move or stop it.",
                "dcgm-exporter (pid 20) of pod 1b4e28ba-2fa1-11d2-883f-0016d3cca427 has /dev/nvidia0 of GPU-0 open; pause it.",
                "Kernel module nvidia_drm is used 4 times and may hold GPU-0; stop what draws or moves data through it.",
            ],
            report.Holders.Select(static holder => holder.Sentence));
        Assert.Equal([HolderKind.Compute, HolderKind.Compute, HolderKind.Monitor, HolderKind.Module], report.Holders.Select(static holder => holder.Kind));
        Assert.Null(report.Blind);
    }

    [Fact]
    public void Scan_OwnProcess_CountsForResetsOnly()
    {
        using NodeFolder node = new("holders-own");
        node.Open(9, "/dev/nvidia0");

        Assert.False(Scan(node.Proc).Scan("3g.40gb@4 of GPU-0", [9], Files, wholeGpu: false).IsHeld);
        Assert.Contains("This daemon itself (pid 9)", Scan(node.Proc).Scan("GPU-0", [], Files, wholeGpu: true).Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_Many_NamesTheFirstAndCountsTheRest()
    {
        HolderReport report = Scan(null).Scan("GPU-0", Enumerable.Range(100, 40).Select(static pid => (uint)pid), Files, wholeGpu: false);

        Assert.Equal((HolderReport.MostHolders, 24), (report.Holders.Count, report.More));
        Assert.EndsWith("and 24 more", report.Describe(), StringComparison.Ordinal);
    }

    [Fact]
    public void Scan_NoProc_SaysThatItIsBlind()
    {
        HolderReport report = Scan(Path.Combine(AppContext.BaseDirectory, "no-such-proc")).Scan("GPU-0", [], Files, wholeGpu: false);

        Assert.Contains("Open files could not be looked at", report.Blind, StringComparison.Ordinal);
        Assert.StartsWith("no holder is visible; Open files", report.Describe(), StringComparison.Ordinal);
    }

    private static HolderScan Scan(string? proc) => new(new Table(), proc, ownPid: 9);

    private sealed class Table : IProcessTable
    {
        public ProcessIdentity? Find(uint pid) => pid switch
        {
            20 => new("dcgm-exporter", "/kubepods/besteffort/pod1b4e28ba-2fa1-11d2-883f-0016d3cca427/x", "root"),
            30 => new("python", "/system.slice/chat.service", "ada"),
            _ => null,
        };
    }
}
