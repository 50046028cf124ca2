using System.Globalization;
using System.Text;
using System.Text.Json;
using Optimizer.Host.Cli;
using Optimizer.Host.Control;
using Optimizer.Host.Control.Answers;

namespace Optimizer.Host.Operating;

/// <summary>The verbs that talk to the running daemon.</summary>
internal static class OperateVerb
{
    /// <summary>Asks, and shows the answer.</summary>
    public static Task<int> RunAsync(OperatorRequest request, CancellationToken cancellationToken)
    {
        string? named = request.Socket ?? (Environment.GetEnvironmentVariable(ControlClient.Variable) is { Length: > 0 } path ? Path.GetFullPath(path) : null);
        IReadOnlyList<string> places = SocketPlaces.OfClient(named, LibC.User, Environment.GetEnvironmentVariable("XDG_RUNTIME_DIR"));
        return RunAsync(request, places, named is not null, cancellationToken);
    }

    /// <summary>Asks at given places, and shows the answer.</summary>
    public static async Task<int> RunAsync(OperatorRequest request, IReadOnlyList<string> places, bool named, CancellationToken cancellationToken)
    {
        List<string> failures = [];
        ControlReply? reply = await ControlClient.AskAsync(places, LibC.User, named, () => Message(request), failures, cancellationToken);
        if (reply is null)
        {
            await UnreachableAsync(request, failures);
            return ExitCode.NotReachable;
        }

        try
        {
            if (request.Json)
            {
                await request.Output.WriteAsync(Encoding.UTF8.GetString(reply.Body));
            }

            if (reply.Status != StatusCodes.Status200OK)
            {
                await request.Error.WriteLineAsync($"gpu-optimizer {Name(request)}: {Problem(reply)}");
                return ExitCode.Refused;
            }

            if (!request.Json)
            {
                await request.Output.WriteAsync(Text(request.Verb, reply.Body));
            }

            return ExitCode.Ok;
        }
        catch (JsonException)
        {
            await request.Error.WriteLineAsync($"gpu-optimizer {Name(request)}: the daemon's answer is not understood (HTTP {reply.Status}); it may be of another version than this program: compare gpu-optimizer --version with the status page");
            return ExitCode.Refused;
        }
    }

    private static string Name(OperatorRequest request) => AnswerWords.Key(request.Verb);

    private static HttpRequestMessage Message(OperatorRequest request)
    {
        string id = request.Generation?.ToString(CultureInfo.InvariantCulture) ?? "";
        return request.Verb switch
        {
            OperatorVerb.Status => new HttpRequestMessage(HttpMethod.Get, "/status"),
            OperatorVerb.Plan => new HttpRequestMessage(HttpMethod.Get, "/plan"),
            OperatorVerb.Explain => new HttpRequestMessage(HttpMethod.Get, id.Length == 0 ? "/explain" : $"/explain/{id}"),
            OperatorVerb.History => new HttpRequestMessage(HttpMethod.Get, $"/history?most={request.Most.ToString(CultureInfo.InvariantCulture)}&acted={(request.ActedOnly ? "true" : "false")}"),
            OperatorVerb.Pause => new HttpRequestMessage(HttpMethod.Post, "/pause")
            {
                Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(new PauseOrder(request.Reason), AnswerContext.Default.PauseOrder)),
            },
            OperatorVerb.Resume => new HttpRequestMessage(HttpMethod.Post, "/resume"),
            OperatorVerb.Approve => new HttpRequestMessage(HttpMethod.Post, $"/approve/{id}"),
            OperatorVerb.Release => new HttpRequestMessage(HttpMethod.Post, $"/release/{Uri.EscapeDataString(request.Gpu!)}"),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Verb, "not a verb"),
        };
    }

    private static string Text(OperatorVerb verb, byte[] body) => verb switch
    {
        OperatorVerb.Status => StatusText.Of(Read(body, AnswerContext.Default.StatusAnswer)),
        OperatorVerb.Plan => PlanLines.Of(Read(body, AnswerContext.Default.PlanAnswer)),
        OperatorVerb.Explain => ExplainText.Of(Read(body, AnswerContext.Default.ExplainAnswer)),
        OperatorVerb.History => PlanLines.Table(Read(body, AnswerContext.Default.HistoryAnswer).Plans),
        _ => Read(body, AnswerContext.Default.OrderAnswer).Message + "\n",
    };

    private static T Read<T>(byte[] body, System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type) =>
        JsonSerializer.Deserialize(body, type) ?? throw new JsonException("the answer is null");

    // An order that was refused and a question without an answer both say why in the same place.
    private static string Problem(ControlReply reply)
    {
        using JsonDocument document = JsonDocument.Parse(reply.Body);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out JsonElement message) && message.GetString() is string text
            ? text
            : throw new JsonException("no message");
    }

    private static async Task UnreachableAsync(OperatorRequest request, List<string> failures)
    {
        await request.Error.WriteLineAsync($"gpu-optimizer {Name(request)}: no daemon answers; tried");
        foreach (string failure in failures)
        {
            await request.Error.WriteLineAsync($"  {failure}");
        }

        await request.Error.WriteLineAsync("Start it with: systemctl start gpu-optimizer, or gpu-optimizer run --simulate dgx-h100; if it runs, name its socket with --socket PATH");
    }
}
