using System.Collections.Immutable;
using Optimizer.Control.Journal;
using Optimizer.Host.Control.Answers;
using Optimizer.Model.Acting;

namespace Optimizer.Host.Control;

/// <summary>Pages about plans that change nothing: on the control socket, and as <c>/api/v1/plan</c> and <c>/api/v1/history</c> over TCP.</summary>
internal static class ViewEndpoints
{
    /// <summary>The newest plan with its steps.</summary>
    public static Task PlanAsync(HttpContext context, IOperatorView? loop) => loop?.Report?.Plan is PlanRecord plan
        ? JsonAnswer.SendAsync(context, StatusCodes.Status200OK, PlanAnswers.Of(plan, steps: true), AnswerContext.Default.PlanAnswer)
        : JsonAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "no_plan", NoPlan(loop?.Report));

    /// <summary>The newest plans.</summary>
    public static async Task HistoryAsync(HttpContext context, IOperatorView? loop)
    {
        if (!HistoryQuery.TryRead(context.Request.Query, out HistoryQuery? query, out string? problem))
        {
            await JsonAnswer.ProblemAsync(context, StatusCodes.Status400BadRequest, "bad_query", problem);
            return;
        }

        ImmutableArray<PlanRecord> records = [];
        if (loop is not null)
        {
            try
            {
                records = await loop.HistoryAsync(query.Most, query.ActedOnly, context.RequestAborted);
            }
            catch (JournalException failure)
            {
                await JsonAnswer.ProblemAsync(context, StatusCodes.Status503ServiceUnavailable, "journal", failure.Message);
                return;
            }
        }

        await (records.IsEmpty
            ? JsonAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, "no_history", query.ActedOnly ? "No plan was carried out yet." : NoPlan(loop?.Report))
            : JsonAnswer.SendAsync(context, StatusCodes.Status200OK, PlanAnswers.Of(records), AnswerContext.Default.HistoryAnswer));
    }

    /// <summary>Why there is no plan, one sentence.</summary>
    public static string NoPlan(ControlReport? report) =>
        report is null ? "The control loop has not looked at the node yet; ask again in a few seconds."
        : report.Configured == OperatingMode.Observe ? "No plan was made: the mode is observe. Set mode: recommend in the configuration and reload to see what the daemon would do."
        : "No plan was made yet; gpu-optimizer status says what it waits for.";
}
