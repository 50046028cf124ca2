using System.Globalization;
using Google.OrTools.Sat;

namespace Optimizer.Planning.Solving;

/// <summary>How CP-SAT is run here: one worker, a fixed seed, a limit in the solver's own deterministic time. Same model, same answer, on any machine.</summary>
public static class CpSatRun
{
    // Any number does; a change of it may change which of several equally good answers is found.
    private const int Seed = 1;

    // Found out once: a library that is missing stays missing, and failing to load it is slow.
    private static readonly Lazy<bool> Loaded = new(() => TryLoad() is null);

    /// <summary>True when the native library loads. A daemon that only observes never asks, and never pays for it.</summary>
    internal static bool IsThere => Loaded.Value;

    /// <summary>Solves a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="deterministicSeconds">Work after which the best answer so far is given; about seconds of one core. Positive.</param>
    /// <param name="presolve">Whether the solver simplifies the model first; it takes longer than some models take to solve.</param>
    /// <param name="relaxes">Whether everything goes into the linear relaxation: dearer at each step, and a better bound.</param>
    /// <returns>The solver, for values and bound, and its status.</returns>
    /// <exception cref="DllNotFoundException">The native library is missing.</exception>
    /// <exception cref="TypeInitializationException">The native library is missing or of another version.</exception>
    internal static (CpSolver Solver, CpSolverStatus Status) Solve(CpModel model, double deterministicSeconds, bool presolve = true, bool relaxes = false)
    {
        CpSolver solver = new()
        {
            StringParameters = string.Create(CultureInfo.InvariantCulture, $"num_workers:1,random_seed:{Seed},max_deterministic_time:{deterministicSeconds},cp_model_presolve:{(presolve ? "true" : "false")},linearization_level:{(relaxes ? 2 : 1)}"),
        };
        return (solver, solver.Solve(model));
    }

    /// <summary>Loads the native library, which otherwise happens within the first search.</summary>
    /// <returns>Why it cannot be loaded, one sentence; null when it is there.</returns>
    public static string? TryLoad()
    {
        try
        {
            CpModel model = new();
            model.Maximize(model.NewBoolVar("x"));
            return Solve(model, 1).Status == CpSolverStatus.Optimal ? null : "The solver CP-SAT cannot solve a model of one variable.";
        }
        catch (Exception failure) when (IsMissing(failure))
        {
            return Explain(failure);
        }
    }

    /// <summary>True for the exceptions by which a missing or foreign native library shows itself.</summary>
    internal static bool IsMissing(Exception failure) =>
        failure is DllNotFoundException or TypeInitializationException or EntryPointNotFoundException or BadImageFormatException;

    /// <summary>What is missing, one sentence.</summary>
    internal static string Explain(Exception failure) =>
        $"The native library of the solver CP-SAT cannot be loaded ({failure.GetBaseException().GetType().Name}).";
}
