using System.Globalization;
using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Planning.Solving;

namespace Optimizer.Host.Planning;

/// <summary>What <c>pack</c>, <c>size</c> and <c>place</c> have in common: preparing, progress, messages, writing.</summary>
/// <param name="verb">The verb, for messages.</param>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="time">Measures.</param>
internal sealed class PlanningRun(string verb, TextWriter output, TextWriter error, TimeProvider time)
{
    // As many as fit on a screen; one slip often makes every row wrong.
    private const int MostMessages = 20;

    // Long enough not to scroll a terminal away, short enough that nobody thinks it hangs.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private long _told = time.GetTimestamp();

    /// <summary>Loads the solver and runs a search whose answer nobody needs, so that the first answer's time is its own.</summary>
    /// <returns>Milliseconds it took.</returns>
    public double Prepare(Action search)
    {
        long began = time.GetTimestamp();
        if (CpSatRun.TryLoad() is string missing)
        {
            Note($"{missing} Answers are found without it, and not all can be proven.");
        }

        search();
        return time.GetElapsedTime(began).TotalMilliseconds;
    }

    /// <summary>Runs a search and measures it.</summary>
    public (T Answer, double Milliseconds) Measure<T>(Func<T> search)
    {
        long began = time.GetTimestamp();
        T answer = search();
        return (answer, time.GetElapsedTime(began).TotalMilliseconds);
    }

    /// <summary>Says on standard error how far a long run is.</summary>
    /// <param name="done">Parts done.</param>
    /// <param name="total">Parts in all.</param>
    /// <param name="part">The part just done.</param>
    public void Progress(int done, int total, string part)
    {
        if (time.GetElapsedTime(_told) >= Interval)
        {
            _told = time.GetTimestamp();
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gpu-optimizer {verb}: {done} of {total} done ({part})"));
        }
    }

    /// <summary>Says why nothing was done.</summary>
    public int Refuse(params IReadOnlyList<string> problems)
    {
        foreach (string problem in problems.Take(MostMessages))
        {
            error.WriteLine($"gpu-optimizer {verb}: {problem}");
        }

        if (problems.Count > MostMessages)
        {
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"gpu-optimizer {verb}: and {problems.Count - MostMessages} more"));
        }

        return ExitCode.Refused;
    }

    /// <summary>Writes both files and the answer for people or machines.</summary>
    public int Finish(PlannedReport report, string path, Action<TextWriter> placements, bool json)
    {
        // The placements first: whoever waits for the file that was asked for finds both.
        if (OutputFile.WriteAll((PlannedReport.PlacementsPath(path), placements), (path, report.WriteCsv)) is string problem)
        {
            return Refuse(problem);
        }

        foreach (PlannedRow row in report.Rows.Where(static row => row.ProofMissing is not null))
        {
            Note($"{row.Name}: {row.Gpus} GPUs, not proven the fewest (at least {row.LowerBound}): {row.ProofMissing}");
        }

        output.Write(json ? report.Json() : report.Table());
        return ExitCode.Ok;
    }

    /// <summary>Says on standard error what a reader should know and need not act on.</summary>
    public void Note(string sentence) => error.WriteLine($"gpu-optimizer {verb}: note: {sentence}");
}
