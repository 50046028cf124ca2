using System.Text.Json.Serialization;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal.Documents;

/// <summary>Serialisation code made by the compiler; <see cref="JournalJson"/> holds the options it is used with.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata, UseStringEnumConverter = true)]
[JsonSerializable(typeof(JournalState))]
[JsonSerializable(typeof(JournalEntry))]
[JsonSerializable(typeof(PlanStep))]
[JsonSerializable(typeof(PlanRecord))]
[JsonSerializable(typeof(StepRecord))]
[JsonSerializable(typeof(PlanningProblem))]
[JsonSerializable(typeof(PastChange))]
[JsonSerializable(typeof(PlanStep.CreateInstance))]
[JsonSerializable(typeof(PlanStep.DestroyInstance))]
[JsonSerializable(typeof(PlanStep.StartReplica))]
[JsonSerializable(typeof(PlanStep.StopReplica))]
[JsonSerializable(typeof(PlanStep.SetMigMode))]
[JsonSerializable(typeof(JournalEntry.PlanMade))]
[JsonSerializable(typeof(JournalEntry.PlanRefused))]
[JsonSerializable(typeof(JournalEntry.PlanBegan))]
[JsonSerializable(typeof(JournalEntry.StepIntended))]
[JsonSerializable(typeof(JournalEntry.StepEnded))]
[JsonSerializable(typeof(JournalEntry.PlanUnwinds))]
[JsonSerializable(typeof(JournalEntry.PlanEnded))]
[JsonSerializable(typeof(JournalEntry.LayoutAdopted))]
[JsonSerializable(typeof(JournalEntry.ControlChanged))]
[JsonSerializable(typeof(JournalEntry.GpuQuarantined))]
[JsonSerializable(typeof(JournalEntry.GpuReleased))]
[JsonSerializable(typeof(JournalEntry.ForeignChange))]
internal sealed partial class JournalJsonContext : JsonSerializerContext;
