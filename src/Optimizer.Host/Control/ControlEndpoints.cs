using System.Globalization;
using System.Text.Json;
using Optimizer.Control.Journal;
using Optimizer.Host.Control.Answers;
using Optimizer.Model.Acting;
using Optimizer.Model.Snapshots;
using Optimizer.Planning.Problems;

namespace Optimizer.Host.Control;

/// <summary>The routes of the control socket. Who asks was checked before.</summary>
/// <param name="loop">The running loop.</param>
/// <param name="rule">Names who asks.</param>
internal sealed class ControlEndpoints(IOperator loop, PeerRule rule)
{
    private const int MostReasonLength = 500;

    /// <summary>Maps every route.</summary>
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/status", Guarded(StatusAsync));
        routes.MapGet("/plan", Guarded(PlanAsync));
        routes.MapGet("/explain/{id?}", Guarded(ExplainAsync));
        routes.MapGet("/history", Guarded(context => ViewEndpoints.HistoryAsync(context, loop)));
        routes.MapPost("/pause", Guarded(PauseAsync));
        routes.MapPost("/resume", Guarded(context => OrderAsync(context, loop.ResumeAsync)));
        routes.MapPost("/approve/{id}", Guarded(ApproveAsync));
        routes.MapPost("/release/{gpu}", Guarded(ReleaseAsync));
        routes.MapFallback(static context => JsonAnswer.ProblemAsync(
            context, StatusCodes.Status404NotFound, "unknown_route", "There are GET status, plan, explain, history and POST pause, resume, approve, release here."));
    }

    // A journal that cannot be read or written is an answer, not an empty connection.
    private static RequestDelegate Guarded(RequestDelegate handler) => async context =>
    {
        try
        {
            await handler(context);
        }
        catch (JournalException failure)
        {
            await JsonAnswer.ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "journal", failure.Message);
        }
    };

    private async Task StatusAsync(HttpContext context)
    {
        NodeStatus status = await loop.StatusAsync(context.RequestAborted);
        await JsonAnswer.SendAsync(context, StatusCodes.Status200OK, StatusAnswers.Of(status), AnswerContext.Default.StatusAnswer);
    }

    private Task PlanAsync(HttpContext context) => ViewEndpoints.PlanAsync(context, loop);

    private async Task ExplainAsync(HttpContext context)
    {
        string? text = context.Request.RouteValues["id"] as string;
        long? generation = text is null ? await NewestAsync(context.RequestAborted) : Generation(text);
        if (generation is not long asked)
        {
            await (text is null
                ? JsonAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "no_plan", ViewEndpoints.NoPlan(loop.Report))
                : BadGenerationAsync(context, text));
            return;
        }

        (PlanRecord Record, PlanningProblem Inputs)? found = await loop.FindAsync(asked, context.RequestAborted);
        await (found is (PlanRecord record, PlanningProblem inputs)
            ? JsonAnswer.SendAsync(context, StatusCodes.Status200OK, PlanAnswers.Explain(record, inputs), AnswerContext.Default.ExplainAnswer)
            : JsonAnswer.ProblemAsync(
                context, StatusCodes.Status404NotFound, "unknown_plan", string.Create(CultureInfo.InvariantCulture, $"There is no plan {asked} in the journal, or it is older than control.journal_retention_days; gpu-optimizer history lists those there are.")));
    }

    /// <summary>What somebody who names no plan wants explained: the newest, unless it only holds and one before it did something.</summary>
    private async Task<long?> NewestAsync(CancellationToken cancellationToken)
    {
        PlanRecord? newest = loop.Report?.Plan;
        return newest is { Life: PlanLife.Held } && await loop.HistoryAsync(1, actedOnly: true, cancellationToken) is [PlanRecord acted, ..]
            ? acted.Plan.Generation
            : newest?.Plan.Generation;
    }

    private async Task PauseAsync(HttpContext context)
    {
        PauseOrder? order = null;
        if (context.Request.ContentLength is not (null or 0))
        {
            try
            {
                order = await JsonSerializer.DeserializeAsync(context.Request.Body, AnswerContext.Default.PauseOrder, context.RequestAborted);
            }
            catch (JsonException)
            {
                await JsonAnswer.ProblemAsync(context, StatusCodes.Status400BadRequest, "bad_body", "The body is not a JSON object such as {\"reason\": \"driver upgrade\"}.");
                return;
            }
        }

        string? reason = string.IsNullOrWhiteSpace(order?.Reason) ? null : order.Reason.Trim();
        if (reason is not null && (reason.Length > MostReasonLength || reason.Any(char.IsControl)))
        {
            await JsonAnswer.ProblemAsync(context, StatusCodes.Status400BadRequest, "bad_reason", $"The reason must be one line of at most {MostReasonLength} characters.");
            return;
        }

        await OrderAsync(context, (by, token) => loop.PauseAsync(by, reason, token));
    }

    private Task ApproveAsync(HttpContext context)
    {
        string text = (string)context.Request.RouteValues["id"]!;
        return Generation(text) is long generation
            ? OrderAsync(context, (by, token) => loop.ApproveAsync(generation, by, token))
            : BadGenerationAsync(context, text);
    }

    private Task ReleaseAsync(HttpContext context)
    {
        GpuUuid gpu = new((string)context.Request.RouteValues["gpu"]!);
        return OrderAsync(context, (by, token) => loop.ReleaseAsync(gpu, by, token));
    }

    private async Task OrderAsync(HttpContext context, Func<string, CancellationToken, Task<OperatorAnswer>> order)
    {
        // Who asks was let in, so the kernel told; a connection that has gone meanwhile gives no order.
        if (PeerCredentials.Of(context.Features) is not PeerCredential peer)
        {
            context.Abort();
            return;
        }

        // An order is carried out whether or not its giver stays for the answer.
        OperatorAnswer answer = await order(rule.Name(peer), CancellationToken.None);
        int status = answer.Result switch
        {
            OperatorResult.Done => StatusCodes.Status200OK,
            OperatorResult.NotFound => StatusCodes.Status404NotFound,
            _ => StatusCodes.Status409Conflict,
        };
        await JsonAnswer.SendAsync(context, status, new OrderAnswer(AnswerWords.Key(answer.Result), answer.Sentence), AnswerContext.Default.OrderAnswer);
    }

    private static long? Generation(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) && value > 0 ? value : null;

    private static Task BadGenerationAsync(HttpContext context, string text) => JsonAnswer.ProblemAsync(
        context, StatusCodes.Status400BadRequest, "bad_id", $"{Yaml.YamlScalar.Show(text)} is not the number of a plan, which is a whole number from 1; gpu-optimizer history lists them.");
}
