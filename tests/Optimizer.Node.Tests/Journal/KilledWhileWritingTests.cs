using System.Diagnostics;
using System.Globalization;
using Optimizer.Control.Journal;

namespace Optimizer.Node.Tests.Journal;

public sealed class KilledWhileWritingTests
{
    [Fact]
    public async Task Load_WriterWasKilledAtAnyMoment_FindsEveryEntryItSaidAndAtMostOneMore()
    {
        using JournalFolder folder = new();
        MemoryJournal expected = new(() => "boot-1");
        Random random = new(9838);
        int written = 0;
        for (int round = 0; round < 6; round++)
        {
            int said = await WriteAndKillAsync(folder.Path, written, entries: random.Next(1, 40), spin: random.Next(1_000_000));
            for (; written < said; written++)
            {
                await expected.AppendAsync(KilledWriter.Entry(written), CancellationToken.None);
            }

            JournalState found = await folder.LoadAsync();
            if (found != await expected.LoadAsync(CancellationToken.None))
            {
                await expected.AppendAsync(KilledWriter.Entry(written++), CancellationToken.None);
            }

            Assert.True(found == await expected.LoadAsync(CancellationToken.None), $"round {round}: after {said} entries something else was found");
            Assert.Empty(folder.Log.Lines);
        }
    }

    /// <returns>How many entries the writer said were written, those before it included.</returns>
    private static async Task<int> WriteAndKillAsync(string folder, int first, int entries, int spin)
    {
        using Process writer = KilledWriter.Start(KilledWriter.Argument, folder, first.ToString(CultureInfo.InvariantCulture));
        int said = first;
        for (int line = 0; line < entries; line++)
        {
            said = int.Parse(await writer.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("the writer ended"), CultureInfo.InvariantCulture);
        }

        Thread.SpinWait(spin);
        writer.Kill();
        while (await writer.StandardOutput.ReadLineAsync() is { } late)
        {
            said = int.TryParse(late, CultureInfo.InvariantCulture, out int number) ? number : said;
        }

        await writer.WaitForExitAsync();
        return said;
    }
}
