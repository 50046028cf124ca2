using System.Diagnostics;

namespace Optimizer.Benchmarks.Processes;

/// <summary>From starting the process to the first page with GPU readings. Budget: 1.5 s.</summary>
internal static class StartTime
{
    /// <summary>Measures several starts and prints the median and the extremes.</summary>
    public static async Task<int> RunAsync(int times)
    {
        List<double> seconds = [];
        using HttpClient client = new();
        for (int run = 0; run < times; run++)
        {
            long start = Stopwatch.GetTimestamp();
            using DaemonProcess daemon = await DaemonProcess.StartAsync(1);
            while (!(await client.GetStringAsync(daemon.Url)).Contains("gpu_optimizer_mig_sm_activity_ratio", StringComparison.Ordinal)
                && !(await client.GetStringAsync(daemon.Url)).Contains("gpu_optimizer_device_power_watts{", StringComparison.Ordinal))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
            }

            seconds.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        seconds.Sort();
        Console.WriteLine($"{times} starts: median {seconds[times / 2]:0.00} s, fastest {seconds[0]:0.00} s, slowest {seconds[^1]:0.00} s");
        return 0;
    }
}
