namespace Optimizer.Planning.Packing;

/// <summary>Improves an answer until it is proven the best, or gives up. Deterministic.</summary>
internal interface ICoverProver
{
    /// <summary>Searches.</summary>
    /// <param name="problem">The problem.</param>
    /// <param name="start">A legal answer with a lower bound below its GPUs.</param>
    /// <returns>An answer that is no worse, with a lower bound that is no lower.</returns>
    /// <exception cref="DllNotFoundException">The native library is missing.</exception>
    /// <exception cref="TypeInitializationException">The native library is missing or of another version.</exception>
    CoverAnswer Prove(CoverProblem problem, CoverAnswer start);
}
