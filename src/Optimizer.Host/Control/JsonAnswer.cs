using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Optimizer.Host.Control.Answers;

namespace Optimizer.Host.Control;

/// <summary>Writes answers.</summary>
internal static class JsonAnswer
{
    /// <summary>Sends a document.</summary>
    public static async Task SendAsync<T>(HttpContext context, int status, T answer, JsonTypeInfo<T> type)
    {
        byte[] body = [.. JsonSerializer.SerializeToUtf8Bytes(answer, type), (byte)'\n'];
        HttpResponse response = context.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = body.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.Body.WriteAsync(body, context.RequestAborted);
        }
    }

    /// <summary>Says why there is no answer.</summary>
    public static Task ProblemAsync(HttpContext context, int status, string error, string message) =>
        SendAsync(context, status, new ProblemAnswer(error, message), AnswerContext.Default.ProblemAnswer);
}
