using System.Text.Json.Serialization;

namespace Optimizer.Node.Devices;

/// <summary>Reads and writes specifications without reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(CdiSpec))]
internal sealed partial class CdiSpecContext : JsonSerializerContext;
