using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using Optimizer.Model.Snapshots;
using Optimizer.Node.Memory;

namespace Optimizer.Node.Tests.Memory;

public sealed class RowRemapMemoryTests : IDisposable
{
    private static readonly RowRemapMemory Known = new(
    [
        new RowRemapEntry(new GpuUuid("GPU-a"), new RowRemapReading(3, 1, Pending: true, Failed: false, Instant.FromUtc(2026, 1, 5, 1, 2, 3))),
        new RowRemapEntry(new GpuUuid("GPU-b"), new RowRemapReading(0, 0, Pending: false, Failed: true, Instant.FromUtc(2026, 1, 6, 0, 0))),
    ]);

    private readonly DirectoryInfo _state = Directory.CreateTempSubdirectory("gpu-optimizer-state-");

    public void Dispose() => _state.Delete(recursive: true);

    [Fact]
    public async Task Remap_MigTurnedOn_LastReadingStaysWithItsAge()
    {
        await using SampledNode node = new("""
            name: one
            title: One H100
            driver: 580.95.05
            cuda: 13.0
            board: h100-80gb-sxm
            gpus:
              - { mig: off, numa: 0 }
            changes:
              - { at: 20s, gpu: 0, do: mig-on }
              - { at: 21s, gpu: 0, do: reset }
              - { at: 25s, gpu: 0, do: create, instance: 3g.40gb@0 }
            """);

        RowRemapReading before = node.Cycles(11).Gpus[0].Reliability.RowRemap!;
        NodeSnapshot after = node.Cycles(60);

        Assert.NotEmpty(after.Gpus[0].Mig!.Instances);
        Assert.Equal(before with { ObservedAt = after.Gpus[0].Reliability.RowRemap!.ObservedAt }, after.Gpus[0].Reliability.RowRemap);
        Assert.True(after.At - after.Gpus[0].Reliability.RowRemap!.ObservedAt > Duration.FromSeconds(40));
        Assert.NotNull(after.Gpus[0].Reliability.RemapBanks); // survives MIG mode
    }

    [Fact]
    public async Task Remap_RestartInMigMode_IsRememberedFromTheFile()
    {
        await using SampledNode probe = new("two-a100");
        GpuUuid gpu = probe.Cycles(1).Gpus[0].Uuid;
        RowRemapReading remembered = Known.Entries[0].Reading;

        await using SampledNode node = new("two-a100", new() { RememberedRowRemaps = new RowRemapMemory([new RowRemapEntry(gpu, remembered)]) });

        Assert.Equal(remembered, node.Cycles(2).Gpus[0].Reliability.RowRemap);
    }

    [Fact]
    public void File_SaveThenLoad_SaysTheSame()
    {
        File().Save(Known);

        Assert.Equal(Known, File().Load());
        Assert.False(System.IO.File.Exists(Path.Combine(_state.FullName, "row-remap.state.new")));
    }

    [Fact]
    public void File_OnlyTheTimeChanged_IsNotWrittenAgain()
    {
        RowRemapFile file = File();
        file.Save(Known);
        string path = Path.Combine(_state.FullName, "row-remap.state");
        System.IO.File.Delete(path);

        file.Save(new RowRemapMemory([.. Known.Entries.Select(entry => entry with { Reading = entry.Reading with { ObservedAt = Instant.MaxValue } })]));

        Assert.False(System.IO.File.Exists(path));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# something else\n")]
    [InlineData("GPU-a 1 2")]
    [InlineData("GPU-a 1 2 0 7 2026-01-05T01:02:03Z")]
    [InlineData("GPU-a -1 2 0 0 2026-01-05T01:02:03Z")]
    public void File_Corrupted_IsSetAsideAndNothingIsAssumed(string line)
    {
        string path = Path.Combine(_state.FullName, "row-remap.state");
        System.IO.File.WriteAllText(path, line.StartsWith("GPU", StringComparison.Ordinal) ? RowRemapFile.Format(Known) + line + "\n" : line);

        Assert.Equal(RowRemapMemory.Empty, File().Load());
        Assert.True(System.IO.File.Exists(path + ".corrupt"));
        Assert.False(System.IO.File.Exists(path));
    }

    [Fact]
    public void File_FolderCannotBeMade_DoesNotThrow()
    {
        string blocked = Path.Combine(_state.FullName, "blocked");
        System.IO.File.WriteAllText(blocked, string.Empty);

        RowRemapFile file = new(Path.Combine(blocked, "state"), NullLogger<RowRemapFile>.Instance);

        file.Save(Known);
        Assert.Equal(RowRemapMemory.Empty, file.Load());
    }

    private RowRemapFile File() => new(Path.Combine(_state.FullName), NullLogger<RowRemapFile>.Instance);
}
