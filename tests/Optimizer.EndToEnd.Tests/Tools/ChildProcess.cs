using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>A process of a test: its output is kept, and it does not outlive the test.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    /// <summary>Reload.</summary>
    public const int Hangup = 1;

    /// <summary>End at once, without a chance to tidy up.</summary>
    public const int End = 9;

    /// <summary>Stop.</summary>
    public const int Terminate = 15;

    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ChildProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Keep(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Keep(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Standard output so far.</summary>
    public string Output => Read(_output);

    /// <summary>Standard error so far.</summary>
    public string Error => Read(_error);

    public bool HasExited => _process.HasExited;

    public static ChildProcess Start(string file, params string[] arguments)
    {
        ProcessStartInfo start = new(file, arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };

        // Whoever runs the tests may itself be a service of systemd; the child must not speak to its sockets.
        start.Environment.Remove("NOTIFY_SOCKET");
        start.Environment.Remove("WATCHDOG_USEC");
        start.Environment.Remove("JOURNAL_STREAM");
        return new ChildProcess(Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start."));
    }

    public void Signal(int number) => Assert.Equal(0, Kill(_process.Id, number));

    public async Task WriteInputAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        _process.StandardInput.Close();
    }

    /// <summary>Waits for the end.</summary>
    public async Task<int> ExitCodeAsync(TimeSpan patience)
    {
        using CancellationTokenSource limit = new(patience);
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException tooLong)
        {
            throw new TimeoutException($"Process {_process.Id} did not end within {patience.TotalSeconds} s.\n{Output}\n{Error}", tooLong);
        }

        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, Terminate);
            try
            {
                await ExitCodeAsync(Grace);
            }
            catch (TimeoutException)
            {
                _process.Kill();
                await _process.WaitForExitAsync();
            }
        }

        _process.Dispose();
    }

    private static void Keep(StringBuilder text, string? line)
    {
        lock (text)
        {
            text.Append(line).Append(line is null ? "" : "\n");
        }
    }

    private static string Read(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
