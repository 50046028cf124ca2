using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using NodaTime.Testing;
using Optimizer.Control.Journal;
using Optimizer.Control.Tests.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Node.Journal;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests;

namespace Optimizer.Node.Tests.Journal;

/// <summary>What the child processes of the tests here do, until they are killed.</summary>
internal static class KilledWriter
{
    public const string Argument = "write-journal-until-killed";

    public const string HoldArgument = "hold-lock-until-killed";

    /// <summary>The entries of one plan after the other. No two neighbours leave the same state, so a state tells how many were written.</summary>
    public static JournalEntry Entry(int index)
    {
        long plan = 1 + (index / 5);
        Instant at = Some.Noon + Duration.FromSeconds(index);
        return (index % 5) switch
        {
            0 => new JournalEntry.PlanMade(SomePlan.Record(plan, at: at), SomePlan.Problem(1 + (index % 40))) { At = at },
            1 => new JournalEntry.PlanBegan(plan, [SomePlan.Target(1, null)], null) { At = at },
            2 => new JournalEntry.StepIntended(plan, 0, false) { At = at },
            3 => new JournalEntry.StepEnded(plan, new StepRecord { Index = 0, State = StepState.Applied, BeganAt = at, At = at }, new PastChange(at, SomePlan.Gpu, DisruptionRung.Move, "chat", null)) { At = at },
            _ => new JournalEntry.PlanEnded(plan, PlanLife.Committed, "Done.", [SomePlan.Target(1)]) { At = at },
        };
    }

    public static async Task RunAsync(string folder, int first)
    {
        using SqliteJournal journal = new(folder, () => "boot-1", new FakeClock(Some.Noon), NullLogger<SqliteJournal>.Instance);
        await journal.LoadAsync(CancellationToken.None);
        for (int index = first; ; index++)
        {
            await journal.AppendAsync(Entry(index), CancellationToken.None);
            await SayAsync((index + 1).ToString(CultureInfo.InvariantCulture));
        }
    }

    public static async Task HoldAsync(string folder)
    {
        using WriterLock held = WriterLock.Take([folder], new FakeClock(Some.Noon));
        await SayAsync("held");
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System);
    }

    /// <summary>Runs this assembly as a process of its own.</summary>
    public static Process Start(params string[] arguments) => Process.Start(
        new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [typeof(KilledWriter).Assembly.Location, .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
        })!;

    private static async Task SayAsync(string line)
    {
        await Console.Out.WriteLineAsync(line);
        await Console.Out.FlushAsync();
    }
}
