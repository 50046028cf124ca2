using NodaTime;
using Optimizer.Control.Journal;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Tests;

namespace Optimizer.Control.Tests.Journal;

/// <summary>Entries in an order a journal may get them in, a clock that is set back now and then included.</summary>
internal static class RandomEntries
{
    internal static IEnumerable<JournalEntry> Draw(Random random, int count)
    {
        Instant at = Some.Noon;
        List<long> plans = [];
        for (int index = 0; index < count; index++)
        {
            at += Duration.FromMinutes(random.Next(10) == 0 ? -random.Next(60) : random.Next(120));
            int kind = plans.Count == 0 ? 0 : random.Next(12);
            if (kind == 0)
            {
                plans.Add(plans.Count + 1);
            }

            long plan = plans[Math.Max(0, plans.Count - 1 - random.Next(3))];
            yield return Entry(random, kind, plan, plans.Count, at);
        }
    }

    private static JournalEntry Entry(Random random, int kind, long plan, int newest, Instant at)
    {
        GpuUuid gpu = new($"GPU-{random.Next(3):x8}-0000-0000-0000-000000000000");
        return kind switch
        {
            0 => new JournalEntry.PlanMade(SomePlan.Record(newest, (PlanLife)random.Next(3), at), SomePlan.Problem(1 + random.Next(3))) { At = at },
            1 => new JournalEntry.PlanRefused([new PlanRefusal(RefusalReason.BadFigure, "chat", "Its rate is NaN.", "Give it one.")], SomePlan.Problem()) { At = at },
            2 => new JournalEntry.PlanBegan(plan, [SomePlan.Target(random.Next(3), null)], random.Next(2) == 0 ? "bob" : null) { At = at },
            3 => new JournalEntry.StepIntended(plan, random.Next(4), random.Next(3) == 0) { At = at },
            4 => new JournalEntry.StepEnded(plan, Step(random, at), random.Next(2) == 0 ? null : new PastChange(at, gpu, (DisruptionRung)random.Next(5), random.Next(2) == 0 ? null : "chat", null)) { At = at },
            5 => new JournalEntry.PlanUnwinds(plan, $"Step {random.Next(4)} failed.") { At = at },
            6 => new JournalEntry.PlanEnded(plan, (PlanLife)random.Next(5, 9), "It ended.", random.Next(2) == 0 ? [] : [SomePlan.Target(random.Next(3)), SomePlan.Target(3 + random.Next(2))]) { At = at },
            7 => new JournalEntry.LayoutAdopted([SomePlan.Target(random.Next(5), null)], "alice") { At = at },
            8 => new JournalEntry.ControlChanged(random.Next(2) == 0, random.Next(2) == 0 ? null : OperatingMode.Recommend, random.Next(2) == 0 ? "alice" : JournalFold.Daemon, "Because.") { At = at },
            9 => new JournalEntry.GpuQuarantined(new Quarantine(gpu, at, "It is lost.")) { At = at },
            10 => new JournalEntry.GpuReleased(gpu, "alice") { At = at },
            _ => new JournalEntry.ForeignChange(gpu, "3g.40gb@4", "empty") { At = at },
        };
    }

    private static StepRecord Step(Random random, Instant at) => new()
    {
        Index = random.Next(4),
        Compensation = random.Next(3) == 0,
        State = (StepState)random.Next(1, 4),
        Attempts = 1 + random.Next(3),
        BeganAt = at - Duration.FromSeconds(random.Next(9)),
        At = at,
        Took = random.Next(2) == 0 ? null : Duration.FromMilliseconds(random.Next(900)),
        Trouble = random.Next(2) == 0 ? null : (StepTrouble)random.Next(16),
        Detail = random.Next(2) == 0 ? null : "It said 19.",
    };
}
