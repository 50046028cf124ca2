using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Optimizer.Workloads.Systemd;

/// <summary>Runs programs as child processes.</summary>
/// <param name="limit">Longest one may take. Twice as long, and one tick waits twice as long for a system manager that hangs.</param>
/// <param name="time">Measures it.</param>
public sealed class ChildProcessRunner(TimeSpan limit, TimeProvider time) : IProcessRunner
{
    // A few hundred units print some 100 kB. Twice as much would only be more garbage of a broken tool held in memory.
    private const int MostCharacters = 1 << 20;

    /// <inheritdoc/>
    public async Task<ProcessAnswer> RunAsync(string program, ImmutableArray<string> arguments, CancellationToken cancellationToken)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["LC_ALL"] = "C";
        start.Environment["SYSTEMD_COLORS"] = "0";
        start.Environment["SYSTEMD_PAGER"] = "";

        using Process process = new() { StartInfo = start };
        try
        {
            process.Start();
        }
        catch (Win32Exception exception)
        {
            return new(null, "", $"{program} cannot be run: {exception.Message}", Missing: true);
        }

        process.StandardInput.Close();
        using CancellationTokenSource deadline = new(limit, time);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            Task<string> error = ReadAsync(process.StandardError, either.Token);
            string output = await ReadAsync(process.StandardOutput, either.Token);
            string complaint = await error;
            await process.WaitForExitAsync(either.Token);
            return new(process.ExitCode, output, complaint);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new(null, "", $"{program} did not end within {limit.TotalSeconds:0.#} s");
        }
        catch (InvalidDataException)
        {
            return new(null, "", $"{program} printed more than {MostCharacters} characters");
        }
        finally
        {
            End(process);
        }
    }

    private static async Task<string> ReadAsync(StreamReader reader, CancellationToken cancellationToken)
    {
        StringBuilder text = new();
        char[] buffer = new char[8192];
        while (await reader.ReadAsync(buffer, cancellationToken) is > 0 and int count)
        {
            if (text.Length + count > MostCharacters)
            {
                throw new InvalidDataException();
            }

            text.Append(buffer, 0, count);
        }

        return text.ToString();
    }

    private static void End(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // It ended between the question and the answer.
        }
    }
}
