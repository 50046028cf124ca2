using System.Globalization;
using Spectre.Console;

namespace Optimizer.Host.Replay;

/// <summary>Says on standard error how far a replay is: a bar on a terminal, else a line now and then.</summary>
internal static class ReplayProgress
{
    // Long enough not to scroll a log away, short enough that nobody thinks it hangs.
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>Runs the work.</summary>
    /// <param name="error">Standard error.</param>
    /// <param name="terminal">A person looks at it.</param>
    /// <param name="windows">Windows in all.</param>
    /// <param name="windowSeconds">Length of one.</param>
    /// <param name="time">Real time.</param>
    /// <param name="work">The work; it says how many windows have ended.</param>
    public static void Run(TextWriter error, bool terminal, int windows, int windowSeconds, TimeProvider time, Action<Action<int>> work)
    {
        if (!terminal)
        {
            long told = time.GetTimestamp();
            work(done =>
            {
                if (time.GetElapsedTime(told) >= Interval)
                {
                    told = time.GetTimestamp();
                    error.WriteLine(string.Create(
                        CultureInfo.InvariantCulture, $"gpu-optimizer replay: {100.0 * done / windows:0} % ({(double)done * windowSeconds / 86400:0.0} of {(double)windows * windowSeconds / 86400:0.0} days)"));
                }
            });
            return;
        }

        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask bar = context.AddTask("replaying", maxValue: windows);
                work(done => bar.Value = done);
            });
    }
}
