using NodaTime;
using Optimizer.Model.Plans;
using Optimizer.Planning.Policies;
using Optimizer.Planning.Problems;
using Optimizer.Planning.Terms;

namespace Optimizer.Planning.Tests.Policies;

public sealed class HeldSentenceTests
{
    [Fact]
    public void Sentences_WithTheBudgetSpentInAnOpenWindow_BeginWithTheBudget()
    {
        PlanningProblem problem = Some.Problem([Some.Gpu(1)], Some.Service("chat", 1, ("1g.10gb", 1.0)));
        problem = problem with
        {
            Past = [new PastChange(problem.At - Duration.FromHours(2), problem.Gpus[0].Uuid, DisruptionRung.Move, "chat", null)],
            Terms = problem.Terms with { Gates = new GateTerms { MovesPerDay = 1, Windows = [new WeeklyWindow([], new LocalTime(8, 0), new LocalTime(18, 0))] } },
        };

        GateState gates = Gates.Of(problem);

        Assert.Equal(HoldReason.BudgetSpent, gates.MovesHeld);
        Assert.StartsWith("1 of 1 moves used in the last 24 h", gates.Sentences[0], StringComparison.Ordinal);
        Assert.Contains(gates.Sentences, sentence => sentence.Contains("window is open", StringComparison.Ordinal));
    }
}
