using System.Diagnostics;
using Optimizer.Control.Journal;
using Optimizer.Node.Journal;

namespace Optimizer.Node.Tests.Journal;

public sealed class WriterLockTests
{
    [Fact]
    public void Take_HeldAlready_SaysWhoAndSinceWhenAndIsFreeAfterwards()
    {
        using JournalFolder folder = new();
        using (WriterLock.Take([folder.Path], folder.Clock))
        {
            JournalException refused = Assert.Throws<JournalException>(() => WriterLock.Take([folder.Path], folder.Clock));

            Assert.Contains(folder.Path, refused.Message, StringComparison.Ordinal);
            Assert.Contains($"pid {Environment.ProcessId} since 2026-03-01T12:00:00Z", refused.Message, StringComparison.Ordinal);
        }

        WriterLock.Take([folder.Path], folder.Clock).Dispose();
    }

    [Fact]
    public void Take_OneOfTwoIsHeld_TakesNeither()
    {
        using JournalFolder folder = new();
        string state = Path.Combine(folder.Path, "a-state"), node = Path.Combine(folder.Path, "node");
        using (WriterLock.Take([node], folder.Clock))
        {
            Assert.Throws<JournalException>(() => WriterLock.Take([state, node], folder.Clock));

            WriterLock.Take([state], folder.Clock).Dispose();
        }

        WriterLock.Take([node, state, node], folder.Clock).Dispose();
    }

    [Fact]
    public async Task Take_HolderWasKilled_IsFree()
    {
        using JournalFolder folder = new();
        using Process holder = KilledWriter.Start(KilledWriter.HoldArgument, folder.Path);
        Assert.Equal("held", await holder.StandardOutput.ReadLineAsync());

        JournalException refused = Assert.Throws<JournalException>(() => WriterLock.Take([folder.Path], folder.Clock));
        holder.Kill();
        await holder.WaitForExitAsync();

        Assert.Contains($"pid {holder.Id} ", refused.Message, StringComparison.Ordinal);
        WriterLock.Take([folder.Path], folder.Clock).Dispose();
    }

    [Fact]
    public void Take_DirectoryIsAFile_NamesThePath()
    {
        using JournalFolder folder = new();
        string file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        Assert.Contains(file, Assert.Throws<JournalException>(() => WriterLock.Take([file], folder.Clock)).Message, StringComparison.Ordinal);
    }
}
