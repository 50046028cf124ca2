using Optimizer.Model.Tests.Mig;
using Optimizer.Planning.Packing;

namespace Optimizer.Planning.Tests.Packing;

/// <summary>What happens behind a first answer that is not its own proof. Real demands all but always are, so these start from a poor one.</summary>
public sealed class CoverTests
{
    private static readonly string[] Profiles = ["7g.80gb", "4g.40gb", "3g.40gb", "2g.20gb", "1g.20gb", "1g.10gb"];

    [Fact]
    public void Finish_PoorAnswer_IsImprovedToTheOptimumAndProven()
    {
        foreach ((string name, string[] requests, int optimal) in PublishedPackings.All)
        {
            CoverProblem problem = Problem(requests);

            CoverAnswer answer = Cover.Finish(problem, Poor(problem), new CpSatProver(Cover.DeterministicSeconds));

            Assert.True(optimal == answer.Gpus && optimal == answer.LowerBound && answer.ProofMissing is null, $"{name}: {answer.Gpus} GPUs, at least {answer.LowerBound}, the optimum is {optimal}");
            Assert.Equal("cp-sat", answer.Method);
            AssertCovers(problem, answer);
        }
    }

    [Fact]
    public void Finish_SameProblemTwice_GivesTheSameAnswer()
    {
        CoverProblem problem = Problem(PublishedPackings.All[0].Requests);

        CoverAnswer[] answers = [.. Enumerable.Range(0, 2).Select(_ => Cover.Finish(problem, Poor(problem), new CpSatProver(Cover.DeterministicSeconds)))];

        Assert.Equal(answers[0].TypeCounts, answers[1].TypeCounts);
    }

    [Fact]
    public void Finish_NoWorkAllowed_KeepsALegalAnswerAndSaysThatItIsNotProven()
    {
        CoverProblem problem = Problem(PublishedPackings.All[29].Requests);

        CoverAnswer answer = Cover.Finish(problem, Poor(problem), new CpSatProver(1e-6));

        AssertCovers(problem, answer);
        Assert.True(answer.LowerBound < answer.Gpus);
        Assert.Equal("The solver's limit of work was reached before all was tried.", answer.ProofMissing);
    }

    [Theory]
    [InlineData(typeof(DllNotFoundException))]
    [InlineData(typeof(TypeInitializationException))]
    public void Finish_NativeLibraryMissing_KeepsTheFirstAnswerAndSaysWhatIsMissing(Type failure)
    {
        CoverProblem problem = Problem(PublishedPackings.All[0].Requests);
        CoverAnswer start = Poor(problem);

        CoverAnswer answer = Cover.Finish(problem, start, new BrokenProver(failure));

        Assert.Equal(start.TypeCounts, answer.TypeCounts);
        Assert.Equal("The native library of the solver CP-SAT cannot be loaded (DllNotFoundException).", answer.ProofMissing);
    }

    [Fact]
    public void Finish_SolverFailsOtherwise_IsNotTakenForAMissingLibrary()
    {
        CoverProblem problem = Problem(PublishedPackings.All[0].Requests);

        Assert.Throws<InvalidOperationException>(() => Cover.Finish(problem, Poor(problem), new BrokenProver(typeof(InvalidOperationException))));
    }

    [Fact]
    public void Solve_PublishedInstances_NeedNoSolver()
    {
        foreach ((string name, string[] requests, int optimal) in PublishedPackings.All)
        {
            CoverAnswer answer = Cover.Solve(Problem(requests), new BrokenProver(typeof(DllNotFoundException)));

            Assert.True(answer.Gpus == optimal && answer.LowerBound == optimal && answer.ProofMissing is null, name);
        }
    }

    [Fact]
    public void Types_OfAGpu_AreTheMaximalCutsOfTheVendorsTable()
    {
        string[] expected = [.. PlainMig.Cuts.Where(cut => !PlainMig.Cuts.Any(other => other != cut && cut.Zip(other).All(static pair => pair.First <= pair.Second))).Select(static cut => string.Join(' ', cut)).Order(StringComparer.Ordinal)];

        Assert.Equal(expected, LayoutType.Of(Board.Geometry("a100-80gb"), Profiles).Select(static type => string.Join(' ', type.Counts)).Order(StringComparer.Ordinal));
    }

    private static CoverProblem Problem(string[] requests)
    {
        string[] wanted = [.. Profiles.Where(requests.Contains)];
        return new CoverProblem { Types = LayoutType.Of(Board.Geometry("a100-80gb"), wanted), Fixed = [.. wanted.Select(profile => requests.Count(request => request == profile))] };
    }

    /// <summary>For each profile GPUs of its own.</summary>
    private static CoverAnswer Poor(CoverProblem problem)
    {
        int[] counts = new int[problem.Types.Count];
        for (int p = 0; p < problem.Fixed.Count; p++)
        {
            int best = Enumerable.Range(0, counts.Length).MaxBy(t => problem.Types[t].Counts[p]);
            counts[best] += (problem.Fixed[p] + problem.Types[best].Counts[p] - 1) / problem.Types[best].Counts[p];
        }

        return new CoverAnswer { TypeCounts = counts, Seats = [], LowerBound = 1, Method = "poor" };
    }

    private static void AssertCovers(CoverProblem problem, CoverAnswer answer)
    {
        for (int p = 0; p < problem.Fixed.Count; p++)
        {
            Assert.True(problem.Types.Zip(answer.TypeCounts, (type, gpus) => type.Counts[p] * gpus).Sum() >= problem.Fixed[p]);
        }
    }

    private sealed class BrokenProver(Type failure) : ICoverProver
    {
        public CoverAnswer Prove(CoverProblem problem, CoverAnswer start) => throw (failure == typeof(TypeInitializationException)
            ? new TypeInitializationException("Google.OrTools.Sat.operations_research_satPINVOKE", new DllNotFoundException("google-ortools-native"))
            : (Exception)Activator.CreateInstance(failure, "google-ortools-native")!);
    }
}
