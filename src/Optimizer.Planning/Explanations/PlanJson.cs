using System.Text.Encodings.Web;
using System.Text.Json;
using Optimizer.Model.Collections;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Planning.Explanations;

/// <summary>The JSON document of a plan: members as in the model's types, camelCase, in a fixed order; money in units of the currency, durations in seconds.</summary>
public static partial class PlanJson
{
    private static readonly JsonWriterOptions Readable = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="problem">The problem it answers: the currency comes from there.</param>
    public static byte[] Serialize(Plan plan, PlanningProblem problem) => Made(writer => Write(plan, problem, writer));

    /// <summary>The document of refusals: <c>{"refusals": [...]}</c>.</summary>
    public static byte[] Serialize(ValueArray<PlanRefusal> refusals) => Made(writer => Write(refusals, writer));

    /// <summary>Writes the document of a plan; indentation and escaping are the writer's.</summary>
    public static void Write(Plan plan, PlanningProblem problem, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(problem);
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        writer.WriteNumber("generation", plan.Generation);
        Number(writer, "parent", plan.Parent);
        writer.WriteString("madeAt", PlanWords.At(plan.MadeAt));
        writer.WriteString("policy", plan.Policy);
        writer.WriteNumber("horizonSeconds", plan.Horizon.TotalSeconds);
        Text(writer, "hold", plan.Hold is { } hold ? PlanWords.Key(hold) : null);
        writer.WriteString("summary", plan.Summary);
        writer.WriteString("currency", problem.Terms.Prices.Currency);
        Account(writer, plan.Account);
        Proof(writer, plan.Proof);
        Array(writer, "notes", plan.Notes, Note);
        Array(writer, "steps", plan.Steps, Step);
        Array(writer, "outlook", plan.Outlook, Outlook);
        Array(writer, "alternatives", plan.Alternatives, Alternative);
        Array(writer, "targets", plan.Targets, Target);
        writer.WriteEndObject();
    }

    /// <summary>Writes the document of refusals.</summary>
    public static void Write(ValueArray<PlanRefusal> refusals, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteStartObject();
        Array(writer, "refusals", refusals, static (json, refusal) =>
        {
            json.WriteString("reason", PlanWords.Key(refusal.Reason));
            json.WriteString("subject", refusal.Subject);
            json.WriteString("sentence", refusal.Sentence);
            json.WriteString("relaxation", refusal.Relaxation);
        });
        writer.WriteEndObject();
    }

    private static byte[] Made(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, Readable))
        {
            write(writer);
        }

        return stream.ToArray();
    }

    private static void Array<T>(Utf8JsonWriter writer, string name, ValueArray<T> items, Action<Utf8JsonWriter, T> members)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            members(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
