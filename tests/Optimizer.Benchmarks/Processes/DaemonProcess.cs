using System.Diagnostics;
using System.Globalization;

namespace Optimizer.Benchmarks.Processes;

/// <summary>The built daemon as a process of its own, on the full node.</summary>
internal sealed class DaemonProcess : IDisposable
{
    private readonly Process _process;
    private readonly string _scenario;

    private DaemonProcess(Process process, string scenario, Uri url)
    {
        _process = process;
        _scenario = scenario;
        Url = url;
    }

    public Uri Url { get; }

    /// <summary>Resident memory, bytes.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>CPU time used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it and waits for the line that says where it serves.</summary>
    /// <param name="speed">Simulated seconds per second.</param>
    public static async Task<DaemonProcess> StartAsync(double speed)
    {
        string scenario = Path.Combine(Path.GetTempPath(), $"full-node-{Environment.ProcessId}-{Stopwatch.GetTimestamp()}.yaml");
        await File.WriteAllTextAsync(scenario, FullNode.Yaml);
        ProcessStartInfo start = new("dotnet")
        {
            RedirectStandardOutput = true,
            UseShellExecute = false,
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "gpu-optimizer.dll"), "run", "--simulate", scenario, "--listen", "127.0.0.1:0",
                "--speed", speed.ToString(CultureInfo.InvariantCulture),
            },
        };
        Process process = Process.Start(start) ?? throw new InvalidOperationException("The daemon did not start.");
        while (await process.StandardOutput.ReadLineAsync() is string line)
        {
            const string serving = "Serving ";
            if (line.StartsWith(serving, StringComparison.Ordinal))
            {
                return new DaemonProcess(process, scenario, new Uri(line[serving.Length..].Split(' ')[0]));
            }
        }

        throw new InvalidOperationException("The daemon ended before it served.");
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
        File.Delete(_scenario);
    }
}
