namespace Optimizer.Benchmarks.Processes;

/// <summary>Memory and CPU of a daemon in observe mode, scraped each 15 s. Budget: 110 MiB and 1 % of a core at 1 s cadence.</summary>
internal static class Footprint
{
    private const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>Prints a line a minute.</summary>
    public static async Task<int> RunAsync(int minutes, int speed)
    {
        using DaemonProcess daemon = await DaemonProcess.StartAsync(speed);
        using HttpClient client = new();
        TimeSpan cpu = daemon.Cpu;
        for (int minute = 1; minute <= minutes; minute++)
        {
            for (int scrape = 0; scrape < 4; scrape++)
            {
                await client.GetByteArrayAsync(daemon.Url);
                await Task.Delay(TimeSpan.FromSeconds(15), TimeProvider.System);
            }

            TimeSpan now = daemon.Cpu;
            Console.WriteLine(
                $"minute {minute} ({minute * speed} simulated): resident {daemon.ResidentBytes / BytesPerMebibyte:0.0} MiB, CPU {(now - cpu).TotalSeconds / 60:P2} of a core");
            cpu = now;
        }

        return 0;
    }
}
