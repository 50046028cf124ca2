using System.Globalization;
using System.Text;
using Optimizer.Host.Control.Answers;
using Optimizer.Host.Planning;
using Spectre.Console;

namespace Optimizer.Host.Operating;

/// <summary>Plans for people: one with its steps, or many in a table.</summary>
internal static class PlanLines
{
    private const int MostSummary = 70;

    /// <summary>One plan: what it is, where in its life, and its steps.</summary>
    public static string Of(PlanAnswer plan)
    {
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $"Plan {plan.Generation}, made {plan.MadeAt} by policy {plan.Policy} in mode {plan.Mode}: {Life(plan)}\n{plan.Summary}\n");
        if (plan.Gain is double gain && plan.StepCount > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"Worth {gain:0.00} more than staying as it is, over its horizon.\n");
        }

        if (plan.Life == "proposed")
        {
            text.Append(CultureInfo.InvariantCulture, $"It waits for: gpu-optimizer approve {plan.Generation}\n");
        }

        text.Append(Steps(plan));
        return text.ToString();
    }

    /// <summary>Where in its life a plan is, in words.</summary>
    public static string Life(PlanAnswer plan)
    {
        string life = plan.Life.Replace('_', ' ');
        string approved = plan.ApprovedBy is string by ? $", approved by {by}" : "";
        string progress = plan.Life is "acting" or "unwinding" ? string.Create(CultureInfo.InvariantCulture, $", {plan.StepsApplied} of {plan.StepCount} steps done") : "";
        string began = plan.BeganAt is string at ? $", began {at}" : "";
        string ended = plan.EndedAt is string end ? $", ended {end}" : "";
        string outcome = plan.Outcome is string sentence ? $". {sentence}" : "";
        return life + approved + began + ended + progress + outcome;
    }

    /// <summary>A plan's steps; empty when it has none.</summary>
    public static string Steps(PlanAnswer plan)
    {
        if (plan.Steps is not { Count: > 0 } steps)
        {
            return "";
        }

        Table table = new Table().Border(TableBorder.Simple).AddColumns("#", "step", "GPU", "state", "tries", "expected s", "took s");
        foreach (int column in new[] { 0, 4, 5, 6 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (StepAnswer step in steps)
        {
            table.AddRow(
                Number(step.Index + 1), Markup.Escape(step.What), Markup.Escape(step.Gpu), step.State, step.Attempts == 0 ? "" : Number(step.Attempts),
                step.ExpectedSeconds.ToString("0.0", CultureInfo.InvariantCulture), step.Seconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "");
        }

        StringBuilder text = new(Documents.Plain(table));
        foreach (StepAnswer step in steps.Where(static step => step.Detail is not null))
        {
            text.Append(CultureInfo.InvariantCulture, $"Step {step.Index + 1}{(step.Trouble is string trouble ? $" ({trouble})" : "")}: {step.Detail}\n");
        }

        return text.ToString();
    }

    /// <summary>Many plans, one a line.</summary>
    public static string Table(IReadOnlyList<PlanAnswer> plans)
    {
        Table table = new Table().Border(TableBorder.Simple).AddColumns("plan", "made", "mode", "life", "steps", "gain", "what");
        foreach (int column in new[] { 0, 4, 5 })
        {
            table.Columns[column].RightAligned();
        }

        foreach (PlanAnswer plan in plans)
        {
            string what = plan.Outcome ?? plan.Summary;
            table.AddRow(
                Number(plan.Generation), plan.MadeAt, plan.Mode, plan.Life.Replace('_', ' '), plan.StepCount == 0 ? "" : $"{Number(plan.StepsApplied)}/{Number(plan.StepCount)}",
                plan.StepCount == 0 ? "" : plan.Gain?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
                Markup.Escape(what.Length <= MostSummary ? what : what[..(MostSummary - 3)] + "..."));
        }

        return Documents.Plain(table);
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
