using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using NodaTime;
using NodaTime.Text;
using Optimizer.Model.Demand;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Json;

/// <summary>The JSON documents made from a snapshot. UTF-8, camelCase, units in names, unknown left out, instants in ISO 8601 UTC.</summary>
public static class SnapshotJson
{
    /// <summary>How both documents are written; fixed.</summary>
    internal static JsonSerializerOptions Options { get; } = CreateOptions();

    /// <summary>The <c>/api/v1/snapshot</c> document: everything the snapshot holds.</summary>
    public static byte[] Serialize(NodeSnapshot snapshot) => JsonSerializer.SerializeToUtf8Bytes(snapshot, TypeOf<NodeSnapshot>());

    /// <summary>Writes the <c>/api/v1/snapshot</c> document; indentation and escaping are the writer's.</summary>
    public static void Serialize(NodeSnapshot snapshot, Utf8JsonWriter writer) => JsonSerializer.Serialize(writer, snapshot, TypeOf<NodeSnapshot>());

    /// <summary>The <c>/api/v1/layout</c> document: per GPU that can do MIG its mode, layout, instances with placements, and what still fits.</summary>
    public static byte[] SerializeLayout(NodeSnapshot snapshot)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        return JsonSerializer.SerializeToUtf8Bytes(LayoutDocument.From(snapshot), TypeOf<LayoutDocument>());
    }

    /// <summary>Writes the <c>/api/v1/layout</c> document; indentation and escaping are the writer's.</summary>
    public static void SerializeLayout(NodeSnapshot snapshot, Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(snapshot);
        JsonSerializer.Serialize(writer, LayoutDocument.From(snapshot), TypeOf<LayoutDocument>());
    }

    private static JsonTypeInfo<T> TypeOf<T>() => (JsonTypeInfo<T>)Options.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions CreateOptions() => new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        TypeInfoResolver = SnapshotJsonContext.Default.WithAddedModifier(NameUnits),

        // Served as application/json, never inside a page: quotes and plus signs in layouts may stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters =
        {
            new TextConverter<Instant>(InstantPattern.ExtendedIso.Format),
            new TextConverter<GpuUuid>(static uuid => uuid.Value),
            new SecondsConverter(),
            new FiniteNumberConverter(),
            new EnumTextConverter<ActivitySource>(),
            new EnumTextConverter<ClockEventReason>(),
            new EnumTextConverter<DemandSignal>(),
            new EnumTextConverter<DriverEventKind>(),
            new EnumTextConverter<EccLocation>(),
            new EnumTextConverter<EccScope>(),
            new EnumTextConverter<EccSeverity>(),
            new EnumTextConverter<FabricState>(),
            new EnumTextConverter<ForecastState>(),
            new EnumTextConverter<GpuArchitecture>(),
            new EnumTextConverter<GpuAvailability>(),
            new EnumTextConverter<NvLinkErrorKind>(),
            new EnumTextConverter<PcieErrorKind>(),
            new EnumTextConverter<Pipe>(),
            new EnumTextConverter<RecoveryAction>(),
            new EnumTextConverter<ReinitializationReason>(),
            new EnumTextConverter<SampleRefusal>(),
            new EnumTextConverter<SeriesScope>(),
            new EnumTextConverter<WorkloadKind>(),
        },
    };

    // A duration carries its unit in the model; in a document its name must.
    private static void NameUnits(JsonTypeInfo type)
    {
        foreach (JsonPropertyInfo property in type.Properties)
        {
            if (property.PropertyType == typeof(Duration))
            {
                property.Name += "Seconds";
            }
        }
    }
}
