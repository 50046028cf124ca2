using System.Text.Json;
using Optimizer.Model.Mig;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Explanations;

/// <content>The members of each part.</content>
public static partial class PlanJson
{
    private static void Account(Utf8JsonWriter writer, Account account)
    {
        writer.WriteStartObject("account");
        writer.WriteNumber("net", Amount(account.Net));
        foreach (AccountTerm term in Enum.GetValues<AccountTerm>())
        {
            writer.WriteNumber(JsonNamingPolicy.CamelCase.ConvertName(term.ToString()), Amount(account[term]));
        }

        writer.WriteEndObject();
    }

    private static void Proof(Utf8JsonWriter writer, SolveProof proof)
    {
        writer.WriteStartObject("proof");
        writer.WriteString("method", proof.Method);
        writer.WriteBoolean("optimal", proof.Optimal);
        if (proof.Bound is { } bound)
        {
            writer.WriteNumber("bound", Amount(bound));
        }
        else
        {
            writer.WriteNull("bound");
        }

        Number(writer, "gapRatio", proof.GapRatio);
        writer.WriteEndObject();
    }

    private static void Note(Utf8JsonWriter writer, PlanNote note)
    {
        writer.WriteString("subject", note.Subject);
        writer.WriteString("sentence", note.Sentence);
    }

    private static void Step(Utf8JsonWriter writer, PlanStep step)
    {
        writer.WriteString("kind", step switch
        {
            PlanStep.CreateInstance => "create_instance",
            PlanStep.DestroyInstance => "destroy_instance",
            PlanStep.StartReplica => "start_replica",
            PlanStep.StopReplica => "stop_replica",
            PlanStep.SetMigMode => "set_mig_mode",
            _ => throw new ArgumentOutOfRangeException(nameof(step), step, "not a step"),
        });
        writer.WriteString("gpu", step.Gpu.Value);
        writer.WriteString("rung", PlanWords.Key(step.Rung));
        Number(writer, "expectedSeconds", step.ExpectedSeconds);
        switch (step)
        {
            case PlanStep.CreateInstance create:
                Instance(writer, create.Instance);
                break;
            case PlanStep.DestroyInstance destroy:
                Instance(writer, destroy.Instance);
                break;
            case PlanStep.StartReplica start:
                writer.WriteString("workload", start.Workload);
                Instance(writer, start.Instance);
                writer.WriteNumber("processes", start.Processes);
                writer.WriteBoolean("moved", start.Moved);
                break;
            case PlanStep.StopReplica stop:
                writer.WriteString("workload", stop.Workload);
                Instance(writer, stop.Instance);
                writer.WriteBoolean("moved", stop.Moved);
                break;
            case PlanStep.SetMigMode mode:
                writer.WriteBoolean("enabled", mode.Enabled);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(step), step, "not a step");
        }
    }

    private static void Outlook(Utf8JsonWriter writer, WorkloadOutlook outlook)
    {
        writer.WriteString("workload", outlook.Workload);
        Number(writer, "planningRate", outlook.PlanningRate);
        Number(writer, "expectedRate", outlook.ExpectedRate);
        Number(writer, "capacityNow", outlook.CapacityNow);
        Number(writer, "capacityPlanned", outlook.CapacityPlanned);
        writer.WriteNumber("replicasNow", outlook.ReplicasNow);
        writer.WriteNumber("replicasPlanned", outlook.ReplicasPlanned);
        writer.WriteString("basis", outlook.Basis);
    }

    private static void Alternative(Utf8JsonWriter writer, PlanAlternative one)
    {
        writer.WriteString("name", one.Name);
        Text(writer, "lost", one.Lost is { } lost ? PlanWords.Key(lost) : null);
        writer.WriteString("sentence", one.Sentence);
        Account(writer, one.Account);
        writer.WriteNumber("activeGpus", one.ActiveGpus);
        writer.WriteNumber("moves", one.Moves);
        writer.WriteNumber("instanceChanges", one.InstanceChanges);
        Number(writer, "unmetRatio", one.UnmetRatio);
    }

    private static void Target(Utf8JsonWriter writer, GpuTarget target)
    {
        writer.WriteString("gpu", target.Gpu.Value);
        writer.WriteBoolean("migEnabled", target.MigEnabled);
        Text(writer, "wholeGpuWorkload", target.WholeGpuWorkload);
        Array(writer, "instances", target.Instances, static (json, instance) =>
        {
            Instance(json, instance.Instance);
            Text(json, "workload", instance.Workload);
            json.WriteNumber("processes", instance.Processes);
        });
    }

    /// <summary>Profile, start and size; both null on a whole GPU.</summary>
    private static void Instance(Utf8JsonWriter writer, PlacedInstance? instance)
    {
        Text(writer, "profile", instance?.Profile);
        Number(writer, "start", instance?.Placement.Start);
        Number(writer, "size", instance?.Placement.Size);
    }

    private static decimal Amount(Money amount) => amount.Micros / 1_000_000m;

    private static void Text(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is null)
        {
            writer.WriteNull(name);
        }
        else
        {
            writer.WriteString(name, value);
        }
    }

    private static void Number(Utf8JsonWriter writer, string name, double? value)
    {
        // JSON has no text for what is not finite; absent figures are null, never 0.
        if (value is { } number && double.IsFinite(number))
        {
            writer.WriteNumber(name, number);
        }
        else
        {
            writer.WriteNull(name);
        }
    }
}
