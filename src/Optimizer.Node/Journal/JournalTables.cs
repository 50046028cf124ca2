using System.Security.Cryptography;
using System.Text;
using Microsoft.Data.Sqlite;
using NodaTime;
using NodaTime.Text;
using Optimizer.Control.Journal;
using Optimizer.Control.Journal.Documents;
using Optimizer.Model.Acting;
using Optimizer.Model.Collections;
using Optimizer.Planning.Problems;

namespace Optimizer.Node.Journal;

/// <summary>What the tables hold, as values.</summary>
/// <remarks>Throws <see cref="FormatException"/> for what is damaged inside a row, <see cref="SqliteException"/> for what SQLite finds.</remarks>
internal sealed class JournalTables(JournalSession session)
{
    private const string InFlight = "('Acting', 'Unwinding')";

    private const string Acted = "('Acting', 'Unwinding', 'Committed', 'RolledBack', 'Failed')";

    /// <summary>How long disruptions stay: a clock that ran ahead and was set back finds them again. A week is more than it is ever off unnoticed.</summary>
    private static readonly Duration PastKept = Duration.FromDays(7);

    /// <summary>The state without the plan in flight and the disruptions, and when the last entry was; null before the first entry.</summary>
    public (JournalState State, Instant Last)? State()
    {
        List<(string Last, byte[] Body, byte[] Sum)> rows = session.Rows(
            reader => (reader.GetString(0), JournalSession.Bytes(reader, 1), JournalSession.Bytes(reader, 2)), "SELECT last_at, body, sha256 FROM state");
        if (rows is not [var (last, body, sum)])
        {
            return null;
        }

        return Sum(last, body).AsSpan().SequenceEqual(sum) && InstantPattern.ExtendedIso.Parse(last) is { Success: true } at
            ? (JournalDocuments.State.Unpack(body), at.Value)
            : throw new FormatException("the state does not match its checksum");
    }

    public void Put(JournalState state, Instant last)
    {
        string at = InstantPattern.ExtendedIso.Format(last);
        byte[] body = JournalDocuments.State.Pack(state with { InFlight = null, Past = [] });
        session.Run(
            "INSERT INTO state (id, last_at, body, sha256) VALUES (1, $last, $body, $sum) ON CONFLICT (id) DO UPDATE SET last_at = excluded.last_at, body = excluded.body, sha256 = excluded.sha256",
            ("$last", at),
            ("$body", body),
            ("$sum", Sum(at, body)));
    }

    /// <summary>The newest plan that acts or is undone; null when none is.</summary>
    public PlanRecord? PlanInFlight() =>
        session.Rows(reader => reader.GetInt64(0), $"SELECT generation FROM plans WHERE life IN {InFlight} ORDER BY generation DESC LIMIT 1") is [long generation] ? Plan(generation) : null;

    /// <summary>A plan with its steps; null when it is not there.</summary>
    public PlanRecord? Plan(long generation) =>
        session.Rows(reader => JournalSession.Bytes(reader, 0), "SELECT record FROM plans WHERE generation = $generation", ("$generation", generation)) is [byte[] body] ? Plan(generation, body) : null;

    /// <summary>The problem of a plan; null when it is not there.</summary>
    public PlanningProblem? Inputs(long generation) =>
        session.Rows(reader => JournalSession.Bytes(reader, 0), "SELECT inputs FROM plans WHERE generation = $generation", ("$generation", generation)) is [byte[] body]
            ? JournalDocuments.Problem.Unpack(body)
            : null;

    /// <summary>Numbers of the newest plans, newest first.</summary>
    public List<long> Newest(int most, bool actedOnly) => session.Rows(
        reader => reader.GetInt64(0),
        actedOnly ? $"SELECT generation FROM plans WHERE life IN {Acted} ORDER BY generation DESC LIMIT $most" : "SELECT generation FROM plans ORDER BY generation DESC LIMIT $most",
        ("$most", most));

    public void Put(PlanRecord record, PlanningProblem inputs)
    {
        long generation = record.Plan.Generation;
        session.Run("DELETE FROM steps WHERE generation = $generation", ("$generation", generation));
        session.Run(
            """
            INSERT INTO plans (generation, made_at_ticks, life, record, inputs) VALUES ($generation, $made, $life, $record, $inputs)
            ON CONFLICT (generation) DO UPDATE SET made_at_ticks = excluded.made_at_ticks, life = excluded.life, record = excluded.record, inputs = excluded.inputs
            """,
            ("$generation", generation),
            ("$made", record.Plan.MadeAt.ToUnixTimeTicks()),
            ("$life", record.Life.ToString()),
            ("$record", Body(record)),
            ("$inputs", JournalDocuments.Problem.Pack(inputs)));
        PutSteps(record, []);
    }

    /// <summary>Writes what changed of a plan that is there.</summary>
    public void Put(PlanRecord before, PlanRecord after)
    {
        if (before with { Steps = [] } != after with { Steps = [] })
        {
            session.Run(
                "UPDATE plans SET life = $life, record = $record WHERE generation = $generation",
                ("$generation", after.Plan.Generation),
                ("$life", after.Life.ToString()),
                ("$record", Body(after)));
        }

        PutSteps(after, before.Steps);
    }

    /// <summary>The disruptions kept, in the order they were written; those another release wrote in a form of its own are null.</summary>
    public List<PastChange?> Past() => session.Rows(
        reader =>
        {
            try
            {
                return JournalDocuments.Past.Unpack(JournalSession.Bytes(reader, 0));
            }
            catch (UnknownVersionException)
            {
                return null;
            }
        },
        "SELECT body FROM past ORDER BY position");

    public void Put(PastChange past) =>
        session.Run("INSERT INTO past (at_ticks, body) VALUES ($at, $body)", ("$at", past.At.ToUnixTimeTicks()), ("$body", JournalDocuments.Past.Pack(past)));

    /// <summary>The newest events, newest first.</summary>
    public List<byte[]> Events(int most) => session.Rows(
        reader => JournalSession.Bytes(reader, 0), "SELECT body FROM events ORDER BY position DESC LIMIT $most", ("$most", most));

    public void PutEvent(JournalEntry entry, int most)
    {
        session.Run("INSERT INTO events (at_ticks, body) VALUES ($at, $body)", ("$at", entry.At.ToUnixTimeTicks()), ("$body", JournalDocuments.Entry.Pack(entry)));
        session.Run("DELETE FROM events WHERE position <= (SELECT max(position) FROM events) - $most", ("$most", most));
    }

    /// <summary>Removes plans beyond their number or age, and disruptions nobody counts any more.</summary>
    public void Forget(JournalLimits limits, Instant now)
    {
        session.Run("DELETE FROM past WHERE at_ticks < $limit", ("$limit", Before(now, PastKept)));
        session.Run(
            $"""
            DELETE FROM plans WHERE {Removable}
                AND (made_at_ticks < $limit OR generation <= (SELECT generation FROM plans ORDER BY generation DESC LIMIT 1 OFFSET $plans))
            """,
            ("$limit", Before(now, limits.Age)),
            ("$plans", limits.Plans),
            ("$kept", limits.AlwaysKept));
    }

    /// <summary>Removes the oldest eighth of the plans that may go.</summary>
    public void ForgetMore(JournalLimits limits) => session.Run(
        $"""
        DELETE FROM plans WHERE generation IN (
            SELECT generation FROM plans WHERE {Removable} ORDER BY generation LIMIT (SELECT 1 + count(*) / 8 FROM plans))
        """,
        ("$kept", limits.AlwaysKept));

    public byte[]? Document(string name) => session.Rows(
        reader => (Body: JournalSession.Bytes(reader, 0), Sum: JournalSession.Bytes(reader, 1)), "SELECT body, sha256 FROM documents WHERE name = $name", ("$name", name)) switch
        {
            [] => null,
            [(byte[] body, byte[] sum), ..] when SHA256.HashData(body).AsSpan().SequenceEqual(sum) => body,
            _ => throw new FormatException($"The document '{name}' does not match its checksum."),
        };

    public void PutDocument(string name, byte[] body) => session.Run(
        "INSERT INTO documents (name, body, sha256) VALUES ($name, $body, $sum) ON CONFLICT (name) DO UPDATE SET body = excluded.body, sha256 = excluded.sha256",
        ("$name", name),
        ("$body", body),
        ("$sum", SHA256.HashData(body)));

    private static string Removable =>
        $"""
        life NOT IN {InFlight}
            AND generation NOT IN (SELECT generation FROM plans WHERE life IN {Acted} ORDER BY generation DESC LIMIT $kept)
            AND generation NOT IN (SELECT generation FROM plans ORDER BY generation DESC LIMIT $kept)
        """;

    // Steps have rows of their own: a plan of a hundred steps is not written a hundred times.
    private static byte[] Body(PlanRecord record) => JournalDocuments.Plan.Pack(record with { Steps = [] });

    private static byte[] Sum(string last, byte[] body) => SHA256.HashData([.. Encoding.UTF8.GetBytes(last), .. body]);

    private static long Before(Instant now, Duration span) => now.Minus(Instant.MinValue) < span ? Instant.MinValue.ToUnixTimeTicks() : (now - span).ToUnixTimeTicks();

    private PlanRecord Plan(long generation, byte[] body)
    {
        PlanRecord record = JournalDocuments.Plan.Unpack(body);
        if (record.Plan.Generation != generation)
        {
            throw new FormatException($"The record of plan {generation} is that of plan {record.Plan.Generation}.");
        }

        return record with
        {
            Steps = session.Rows(
                reader => JournalDocuments.Step.Unpack(JournalSession.Bytes(reader, 0)), "SELECT body FROM steps WHERE generation = $generation ORDER BY position", ("$generation", generation)).ToValueArray(),
        };
    }

    private void PutSteps(PlanRecord plan, ValueArray<StepRecord> before)
    {
        foreach (StepRecord step in plan.Steps.Where(step => !before.Contains(step)))
        {
            session.Run(
                """
                INSERT INTO steps (generation, step, compensation, body) VALUES ($generation, $step, $compensation, $body)
                ON CONFLICT (generation, step, compensation) DO UPDATE SET body = excluded.body
                """,
                ("$generation", plan.Plan.Generation),
                ("$step", step.Index),
                ("$compensation", step.Compensation ? 1 : 0),
                ("$body", JournalDocuments.Step.Pack(step)));
        }
    }
}
