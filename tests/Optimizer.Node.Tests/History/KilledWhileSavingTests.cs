using System.Diagnostics;
using System.Globalization;
using Optimizer.Control.Demand;

namespace Optimizer.Node.Tests.History;

public sealed class KilledWhileSavingTests
{
    [Fact]
    public async Task Load_SaverWasKilledAtAnyMoment_FindsOneWholeGenerationAndNoneOlderThanTheLastSaid()
    {
        using StateFolder folder = new();
        Random random = new(9838);
        int generation = 0;
        for (int round = 0; round < 6; round++)
        {
            int said = await SaveAndKillAsync(folder.Path, generation + 1, saves: random.Next(1, 8), spin: random.Next(2_000_000));

            IReadOnlyList<StoredSeries> found = await folder.LoadAsync();

            Assert.Equal(KilledSaver.Series, found.Count);
            byte fill = Assert.Single(found.Select(series => series.State.Span[0]).Distinct());
            generation = said + unchecked((byte)(fill - said));
            Assert.InRange(generation, said, said + 1);
            Assert.Empty(folder.Aside);
            Assert.Empty(folder.Log.Lines);
        }
    }

    /// <summary>Runs this assembly as a saver and kills it some time after its n-th save.</summary>
    /// <returns>The last generation it said was saved.</returns>
    private static async Task<int> SaveAndKillAsync(string folder, int first, int saves, int spin)
    {
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(KilledSaver).Assembly.Location, KilledSaver.Argument, folder, first.ToString(CultureInfo.InvariantCulture)])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process saver = Process.Start(start)!;
        Task<string> errors = saver.StandardError.ReadToEndAsync();
        int said = 0;
        for (int line = 0; line < saves; line++)
        {
            string? text = await saver.StandardOutput.ReadLineAsync();
            said = int.Parse(text ?? throw new InvalidOperationException($"the saver ended: {await errors}"), CultureInfo.InvariantCulture);
        }

        Thread.SpinWait(spin);
        saver.Kill();
        while (await saver.StandardOutput.ReadLineAsync() is { } late)
        {
            said = int.TryParse(late, CultureInfo.InvariantCulture, out int number) ? number : said;
        }

        await saver.WaitForExitAsync();
        return said;
    }
}
