using Optimizer.Model.Collections;
using Optimizer.Model.Plans;

namespace Optimizer.Planning.Explanations;

/// <summary>Refusals for people: what is wrong, and the least that helps. Plain text, at most 120 columns.</summary>
public static class RefusalText
{
    /// <summary>Writes all of them.</summary>
    /// <param name="refusals">In their order.</param>
    /// <param name="output">Where to; line ends are LF.</param>
    public static void Write(ValueArray<PlanRefusal> refusals, TextWriter output)
    {
        ArgumentNullException.ThrowIfNull(output);
        TextTable.Paragraph(
            output,
            refusals.IsEmpty ? "Nothing keeps this from being planned." : $"REFUSED: nothing is planned and nothing is changed until {(refusals.Count == 1 ? "this is" : $"these {refusals.Count} are")} resolved.");
        foreach (PlanRefusal refusal in refusals)
        {
            TextTable.WriteLine(output);
            TextTable.Paragraph(output, $"{refusal.Subject}: {PlanWords.Sentence(refusal.Reason)} ({PlanWords.Word(refusal.Reason)})");
            TextTable.Paragraph(output, PlanWords.Stopped(refusal.Sentence), "  ", "  ");
            TextTable.Paragraph(output, PlanWords.Stopped(refusal.Relaxation), "  What helps: ", "    ");
        }
    }
}
