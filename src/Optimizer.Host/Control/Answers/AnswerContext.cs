using System.Text.Json.Serialization;

namespace Optimizer.Host.Control.Answers;

/// <summary>Serialisation code of the answers, made by the compiler. Names as in the other documents; null members are written, so that a script finds every key.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, NewLine = "\n")]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(PlanAnswer))]
[JsonSerializable(typeof(HistoryAnswer))]
[JsonSerializable(typeof(ExplainAnswer))]
[JsonSerializable(typeof(OrderAnswer))]
[JsonSerializable(typeof(ProblemAnswer))]
[JsonSerializable(typeof(PauseOrder))]
internal sealed partial class AnswerContext : JsonSerializerContext;
