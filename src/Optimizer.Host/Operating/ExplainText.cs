using System.Text;
using Optimizer.Host.Control.Answers;

namespace Optimizer.Host.Operating;

/// <summary>The explanation of one plan for people: the plan itself, then how it went.</summary>
internal static class ExplainText
{
    /// <summary>The text.</summary>
    public static string Of(ExplainAnswer answer)
    {
        StringBuilder text = new(answer.Text);
        text.Append('\n').Append("How it went: ").Append(PlanLines.Life(answer.Record)).Append('\n');
        if (answer.Record.BeganAt is not null)
        {
            text.Append(PlanLines.Steps(answer.Record));
        }

        return text.ToString();
    }
}
