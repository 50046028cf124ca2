using System.Text.Json.Serialization;

namespace Optimizer.Node.Demand;

/// <summary>Generated readers of Prometheus' answers.</summary>
[JsonSerializable(typeof(PromQlResponse))]
[JsonSourceGenerationOptions(MaxDepth = 16)]
internal sealed partial class PromQlJson : JsonSerializerContext;
