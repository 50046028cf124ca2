using Optimizer.Model.Acting;
using Optimizer.Planning.Problems;

namespace Optimizer.Control.Journal.Documents;

/// <summary>The kinds of documents a journal is made of.</summary>
public static class JournalDocuments
{
    /// <summary>A plan with its life.</summary>
    public static JournalDocument<PlanRecord> Plan { get; } = new("plan", 1);

    /// <summary>What a plan was made from.</summary>
    public static JournalDocument<PlanningProblem> Problem { get; } = new("problem", 1);

    /// <summary>What became of one step.</summary>
    public static JournalDocument<StepRecord> Step { get; } = new("step", 1);

    /// <summary>One disruption.</summary>
    public static JournalDocument<PastChange> Past { get; } = new("past", 1);

    /// <summary>What the loop must know to go on.</summary>
    public static JournalDocument<JournalState> State { get; } = new("state", 1);

    /// <summary>One entry.</summary>
    public static JournalDocument<JournalEntry> Entry { get; } = new("entry", 1);
}
