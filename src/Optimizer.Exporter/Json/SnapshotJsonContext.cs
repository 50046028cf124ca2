using System.Text.Json.Serialization;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Json;

/// <summary>Serialisation code made by the compiler; <see cref="SnapshotJson"/> holds the options it is used with.</summary>
[JsonSourceGenerationOptions(GenerationMode = JsonSourceGenerationMode.Metadata)]
[JsonSerializable(typeof(NodeSnapshot))]
[JsonSerializable(typeof(LayoutDocument))]
[JsonSerializable(typeof(ForecastDocument))]
internal sealed partial class SnapshotJsonContext : JsonSerializerContext;
