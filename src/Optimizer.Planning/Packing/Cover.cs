using Optimizer.Planning.Solving;

namespace Optimizer.Planning.Packing;

/// <summary>Answers a <see cref="CoverProblem"/>: constructively first, and by the solver where that is not its own proof.</summary>
internal static class Cover
{
    /// <summary>
    /// Work of the solver, about seconds of one core. The published problems need less than a tenth; doubled, a problem that cannot be proven keeps its
    /// operator waiting twice as long for the same answer.
    /// </summary>
    public const double DeterministicSeconds = 5;

    /// <summary>Answers it.</summary>
    public static CoverAnswer Solve(CoverProblem problem, ICoverProver prover) => Finish(problem, CoverStart.Of(problem), prover);

    /// <summary>Answers it from a first answer on.</summary>
    internal static CoverAnswer Finish(CoverProblem problem, CoverAnswer start, ICoverProver prover)
    {
        if (start.Gpus == start.LowerBound)
        {
            return start;
        }

        try
        {
            CoverAnswer answer = prover.Prove(problem, start);
            return answer.Gpus == answer.LowerBound ? answer : answer with { ProofMissing = "The solver's limit of work was reached before all was tried." };
        }
        catch (Exception failure) when (CpSatRun.IsMissing(failure))
        {
            return start with { ProofMissing = CpSatRun.Explain(failure) };
        }
    }
}
