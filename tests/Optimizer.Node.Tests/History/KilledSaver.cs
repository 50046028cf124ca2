using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Node.History;

namespace Optimizer.Node.Tests.History;

/// <summary>What the child process of <see cref="KilledWhileSavingTests"/> does: saves generation after generation and says so after each, until it is killed.</summary>
internal static class KilledSaver
{
    public const string Argument = "save-until-killed";

    public const int Series = 16;

    public static async Task RunAsync(string folder, int first)
    {
        using SqliteForecastStore store = new(folder, new FakeClock(StateFolder.Start), NullLogger<SqliteForecastStore>.Instance);
        for (int generation = first; ; generation++)
        {
            byte fill = unchecked((byte)generation);
            int bytes = 4_000 + (1_000 * (generation % 7));
            await store.SaveAsync([.. Enumerable.Range(0, Series).Select(index => StateFolder.Series($"s{index}", fill, bytes))], Instant.MinValue, CancellationToken.None);
            await Console.Out.WriteLineAsync(generation.ToString(System.Globalization.CultureInfo.InvariantCulture));
            await Console.Out.FlushAsync();
        }
    }
}
