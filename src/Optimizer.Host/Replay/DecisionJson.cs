using System.Text.Json;
using NodaTime;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;

namespace Optimizer.Host.Replay;

/// <summary>Writes one plan that was to act as a JSON object. Times are seconds as the demand file counts them.</summary>
internal sealed class DecisionJson(Utf8JsonWriter json, Instant start, long firstSeconds)
{
    /// <summary>Writes it.</summary>
    public void Write(PlanRecord record)
    {
        json.WriteStartObject();
        json.WriteNumber("generation", record.Plan.Generation);
        Seconds("t_s", record.Plan.MadeAt);
        json.WriteString("summary", record.Plan.Summary);
        json.WriteString("life", ReplayOutputs.Name(record.Life.ToString()));
        json.WriteString("outcome", record.Outcome);
        Seconds("began_s", record.BeganAt);
        Seconds("ended_s", record.EndedAt);
        json.WriteStartArray("alternatives");
        foreach (PlanAlternative alternative in record.Plan.Alternatives)
        {
            Write(alternative);
        }

        json.WriteEndArray();
        json.WriteStartArray("steps");
        for (int index = 0; index < record.Plan.Steps.Count; index++)
        {
            Write(record, index);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(PlanAlternative alternative)
    {
        json.WriteStartObject();
        json.WriteString("name", alternative.Name);
        json.WriteNumber("net", alternative.Account.Net.Amount);
        json.WriteNumber("active_gpus", alternative.ActiveGpus);
        json.WriteNumber("moves", alternative.Moves);
        json.WriteNumber("instance_changes", alternative.InstanceChanges);
        if (alternative.Lost is { } lost)
        {
            json.WriteString("lost", ReplayOutputs.Name(lost.ToString()));
        }

        json.WriteString("sentence", alternative.Sentence);
        json.WriteEndObject();
    }

    private void Write(PlanRecord record, int index)
    {
        PlanStep step = record.Plan.Steps[index];
        (string kind, string? instance, string? workload, bool moved) = step switch
        {
            PlanStep.CreateInstance create => ("create", create.Instance.ToString(), null, false),
            PlanStep.DestroyInstance destroy => ("destroy", destroy.Instance.ToString(), null, false),
            PlanStep.StartReplica start => ("start", start.Instance?.ToString(), start.Workload, start.Moved),
            PlanStep.StopReplica stop => ("stop", stop.Instance?.ToString(), stop.Workload, stop.Moved),
            PlanStep.SetMigMode mode => (mode.Enabled ? "mig_on" : "mig_off", null, (string?)null, false),
            _ => throw new InvalidOperationException($"unhandled step {step}"),
        };
        json.WriteStartObject();
        json.WriteString("kind", kind);
        json.WriteString("gpu", step.Gpu.Value);
        Text("instance", instance);
        Text("workload", workload);
        if (moved)
        {
            json.WriteBoolean("moved", true);
        }

        Done(record.Steps.FirstOrDefault(done => done.Index == index && !done.Compensation), "");
        Done(record.Steps.FirstOrDefault(done => done.Index == index && done.Compensation), "undo_");
        json.WriteEndObject();
    }

    private void Done(StepRecord? done, string prefix)
    {
        if (done is null)
        {
            return;
        }

        json.WriteString($"{prefix}state", ReplayOutputs.Name(done.State.ToString()));
        Seconds($"{prefix}at_s", done.At);
        if (done.Took is { } took)
        {
            json.WriteNumber($"{prefix}took_s", Math.Round(took.TotalSeconds, 3));
        }

        Text($"{prefix}detail", done.Detail);
    }

    private void Seconds(string name, Instant? at)
    {
        if (at is { } known)
        {
            json.WriteNumber(name, Math.Round(firstSeconds + (known - start).TotalSeconds, 3));
        }
    }

    private void Text(string name, string? text)
    {
        if (text is not null)
        {
            json.WriteString(name, text);
        }
    }
}
