using System.ComponentModel;
using System.Diagnostics;

namespace Optimizer.Node.Act;

/// <summary>Runs a program of the driver's and waits for it, for a bounded time.</summary>
internal static class ChildProcess
{
    // Enough for the vendor's complaint; more would only fill the journal.
    private const int MostText = 400;

    /// <summary>Runs it.</summary>
    /// <param name="program">Absolute path: the daemon is root, and a search path is somebody's to change.</param>
    /// <param name="arguments">Each as it is, without a shell.</param>
    /// <param name="patience">How long it may take before it is killed.</param>
    /// <param name="time">Measures that.</param>
    /// <param name="cancellationToken">Kills it.</param>
    /// <returns>Null when it ended with 0; else what was run and what was seen, without a full stop.</returns>
    public static async Task<string?> RunAsync(string program, IReadOnlyList<string> arguments, TimeSpan patience, TimeProvider time, CancellationToken cancellationToken)
    {
        string line = $"{program} {string.Join(' ', arguments)}";
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment["LC_ALL"] = "C";
        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return $"{line} could not be run ({exception.Message})";
        }

        process.StandardInput.Close();
        using CancellationTokenSource over = new(patience, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(over.Token, cancellationToken);
        try
        {
            // Both are read to their end, or a program that says much would wait for a reader for ever.
            Task<string> said = process.StandardOutput.ReadToEndAsync(either.Token);
            Task<string> complained = process.StandardError.ReadToEndAsync(either.Token);
            string text = $"{await complained} {await said}".Trim();
            await process.WaitForExitAsync(either.Token);
            return process.ExitCode == 0 ? null : $"{line} ended with {process.ExitCode}: {Short(text)}";
        }
        catch (OperationCanceledException)
        {
            Kill(process);
            cancellationToken.ThrowIfCancellationRequested();
            return $"{line} had not ended after {patience.TotalSeconds:0} s and was killed";
        }
    }

    private static void Kill(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It ended meanwhile, or it hangs in the driver, where no signal reaches it.
        }
    }

    private static string Short(string text)
    {
        string line = text.ReplaceLineEndings(" ");
        return line.Length == 0 ? "it said nothing" : line.Length <= MostText ? line : line[..MostText];
    }
}
