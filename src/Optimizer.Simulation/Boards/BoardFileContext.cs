using System.Text.Json.Serialization;

namespace Optimizer.Simulation.Boards;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(BoardFile))]
internal sealed partial class BoardFileContext : JsonSerializerContext;
