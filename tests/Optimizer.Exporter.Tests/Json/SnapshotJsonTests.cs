using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Optimizer.Exporter.Json;
using Optimizer.Exporter.Tests.Builders;
using Optimizer.Model.Snapshots;

namespace Optimizer.Exporter.Tests.Json;

public sealed class SnapshotJsonTests
{
    [Fact]
    public void Serialize_NodeWithMigAndLostGpu_MatchesGolden() => Golden.Matches("snapshot.json", Indented(static writer => SnapshotJson.Serialize(Node(), writer)));

    [Fact]
    public void SerializeLayout_NodeWithMigAndLostGpu_MatchesGolden() => Golden.Matches("layout.json", Indented(static writer => SnapshotJson.SerializeLayout(Node(), writer)));

    [Fact]
    public void Serialize_ToBytes_IsTheSameDocument()
    {
        using JsonDocument compact = JsonDocument.Parse(SnapshotJson.Serialize(Node()));
        using JsonDocument written = JsonDocument.Parse(Indented(static writer => SnapshotJson.Serialize(Node(), writer)));

        Assert.True(JsonElement.DeepEquals(compact.RootElement, written.RootElement));
    }

    [Fact]
    public void Serialize_AnyMember_HasNoEnumNumbersNullsOrDurationsWithoutUnit()
    {
        using JsonDocument document = JsonDocument.Parse(SnapshotJson.Serialize(Node()));

        Visit(document.RootElement);

        static void Visit(JsonElement element)
        {
            if (element.ValueKind == JsonValueKind.Array)
            {
                Assert.All(element.EnumerateArray(), Visit);
            }
            else if (element.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    Assert.NotEqual(JsonValueKind.Null, property.Value.ValueKind);
                    Assert.True(char.IsAsciiLetterLower(property.Name[0]), property.Name);
                    Assert.NotEqual("lastRun", property.Name);
                    if (property.Name is "availability" or "architecture" or "kind" or "reason" or "activitySource" or "recovery" or "fabric" or "pipe" or "scope")
                    {
                        Assert.Equal(JsonValueKind.String, property.Value.ValueKind);
                    }

                    Visit(property.Value);
                }
            }
        }
    }

    [Fact]
    public void Options_EveryEnumOfTheSnapshot_IsWrittenAsText() => Assert.All(
        typeof(NodeSnapshot).Assembly.GetTypes().Where(static type => type.IsEnum && type.Namespace == typeof(NodeSnapshot).Namespace),
        static type => Assert.Contains(SnapshotJson.Options.Converters, converter => converter.CanConvert(type)));

    private static NodeSnapshot Node()
    {
        GpuSnapshot mig = Some.H100().WithMig("3g.40gb@0", "1g.10gb@4");
        return Some.Node().WithGpu(mig, Some.LostGpu(1)).WithWorkload(Some.Workload("chat-7b@1.service", mig.Uuid, 1, "3g.40gb"));
    }

    private static string Indented(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter writer = new(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
