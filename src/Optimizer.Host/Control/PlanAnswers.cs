using System.Text.Json;
using Optimizer.Host.Control.Answers;
using Optimizer.Model.Acting;
using Optimizer.Model.Plans;
using Optimizer.Planning.Explanations;
using Optimizer.Planning.Problems;

namespace Optimizer.Host.Control;

/// <summary>Turns records of plans into answers. Pure.</summary>
internal static class PlanAnswers
{
    /// <summary>One plan.</summary>
    /// <param name="record">The journal's account.</param>
    /// <param name="steps">With its steps.</param>
    public static PlanAnswer Of(PlanRecord record, bool steps)
    {
        Plan plan = record.Plan;
        return new PlanAnswer
        {
            Generation = plan.Generation,
            MadeAt = AnswerWords.At(plan.MadeAt),
            Policy = plan.Policy,
            Mode = AnswerWords.Key(record.Mode),
            Life = AnswerWords.Key(record.Life),
            Hold = plan.Hold is HoldReason hold ? AnswerWords.Key(hold) : null,
            Summary = plan.Summary,
            Gain = plan.Alternatives.FirstOrDefault(static one => one.Name == "stay") is { } stay ? (plan.Account.Net - stay.Account.Net).Amount : null,
            ApprovedBy = record.ApprovedBy,
            BeganAt = AnswerWords.At(record.BeganAt),
            EndedAt = AnswerWords.At(record.EndedAt),
            Outcome = record.Outcome,
            StepCount = plan.Steps.Count,
            StepsApplied = record.Steps.Count(static step => step is { Compensation: false, State: StepState.Applied }),
            Steps = steps ? Steps(record) : null,
        };
    }

    /// <summary>A list of plans.</summary>
    public static HistoryAnswer Of(IEnumerable<PlanRecord> records) => new([.. records.Select(static record => Of(record, steps: false))]);

    /// <summary>One plan with its explanation.</summary>
    public static ExplainAnswer Explain(PlanRecord record, PlanningProblem inputs)
    {
        using StringWriter text = new() { NewLine = "\n" };
        PlanText.Write(record.Plan, inputs, text);
        using JsonDocument plan = JsonDocument.Parse(PlanJson.Serialize(record.Plan, inputs));
        return new ExplainAnswer(Of(record, steps: true), plan.RootElement.Clone(), text.ToString());
    }

    private static List<StepAnswer> Steps(PlanRecord record)
    {
        Dictionary<int, StepRecord> forward = record.Steps.Where(static step => !step.Compensation).ToDictionary(static step => step.Index);
        List<StepAnswer> answers = [.. record.Plan.Steps.Select((step, index) => Step(step, index, forward.GetValueOrDefault(index), AnswerWords.Step(step)))];
        foreach (StepRecord undone in record.Steps)
        {
            // An index beyond the plan cannot come from this plan; a journal that says so is shown as far as it makes sense.
            if (undone.Compensation && undone.Index >= 0 && undone.Index < record.Plan.Steps.Count)
            {
                PlanStep step = record.Plan.Steps[undone.Index];
                answers.Add(Step(step, undone.Index, undone, AnswerWords.Undo(step)));
            }
        }

        return answers;
    }

    private static StepAnswer Step(PlanStep step, int index, StepRecord? record, string what) => new()
    {
        Index = index,
        What = what,
        Gpu = step.Gpu.Value,
        Rung = AnswerWords.Key(step.Rung),
        Compensation = record?.Compensation ?? false,
        State = record is null ? "planned" : AnswerWords.Key(record.State),
        Attempts = record?.Attempts ?? 0,
        ExpectedSeconds = step.ExpectedSeconds,
        Seconds = record?.Took?.TotalSeconds,
        Trouble = record?.Trouble is StepTrouble trouble ? AnswerWords.Key(trouble) : null,
        Detail = record?.Detail,
    };
}
