using System.Text.Json.Serialization;

namespace Optimizer.Control.Problems;

/// <summary>Serialisation code made by the compiler. Every member is written, null as well, and every member must be there: half a document is a damaged one.</summary>
[JsonSourceGenerationOptions(
    GenerationMode = JsonSourceGenerationMode.Metadata, PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(LearnedJson))]
internal sealed partial class LearnedJsonContext : JsonSerializerContext;
