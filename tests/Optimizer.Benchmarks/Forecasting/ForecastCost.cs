using System.Diagnostics;
using System.Globalization;
using Optimizer.Forecasting;

namespace Optimizer.Benchmarks.Forecasting;

/// <summary>What forecasting many series of minutes costs: the goals F10 and F11. CPU time of the process, so that a busy machine does not count, but for single updates.</summary>
internal static class ForecastCost
{
    private const int WarmDays = 2, PublishSteps = 1440;

    public static async Task<int> RunAsync(int series, int minutes)
    {
        ForecastMethod method = ForecastMethods.Find("ensemble")!;
        int warm = WarmDays * CostSeries.Day;
        float[][] values = [.. Enumerable.Range(0, series).Select(number => CostSeries.Values(number, warm + minutes))];
        long empty = GC.GetTotalMemory(forceFullCollection: true);
        IForecaster[] forecasters = [.. values.Select(_ => method.Create(new SeriesOptions { BinSeconds = CostSeries.BinSeconds }))];

        TimeSpan begin = Cpu();
        for (int t = 0; t < warm; t++)
        {
            Observe(forecasters, values, t, single: null);
        }

        TimeSpan learnt = Cpu() - begin;
        double heap = (GC.GetTotalMemory(forceFullCollection: true) - empty) / (double)series;
        List<double> single = [];
        TimeSpan updates = default, forecasts = default;
        for (int t = warm; t < warm + minutes; t++)
        {
            begin = Cpu();
            Observe(forecasters, values, t, single);
            updates += Cpu() - begin;
            begin = Cpu();
            foreach (IForecaster forecaster in forecasters)
            {
                forecaster.Forecast(PublishSteps);
            }

            forecasts += Cpu() - begin;
        }

        single.Sort();
        int count = series * minutes;
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"""
            {series} series, bins of {CostSeries.BinSeconds} s, {WarmDays} days to learn, {minutes} minutes measured
            warm-up, CPU per update          {learnt.TotalMilliseconds / warm / series:0.000} ms
            update, CPU                      {updates.TotalMilliseconds / count:0.000} ms
            forecast of {PublishSteps} steps, CPU     {forecasts.TotalMilliseconds / count:0.000} ms
            per series and minute, CPU       {(updates + forecasts).TotalMilliseconds / count:0.000} ms (goal 1.2)
            single update p50 / p99 / max    {At(single, 0.5):0.000} / {At(single, 0.99):0.000} / {single[^1]:0.000} ms elapsed (goal p99 25)
            managed heap per series          {heap / 1024:0} KiB
            saved state                      {State(forecasters[0]) / 1024.0:0} KiB after {WarmDays} days
            """));
        return 0;
    }

    private static void Observe(IForecaster[] forecasters, float[][] values, int t, List<double>? single)
    {
        for (int i = 0; i < forecasters.Length; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            forecasters[i].Observe(CostSeries.Observation(values[i], t));
            single?.Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
    }

    private static TimeSpan Cpu()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double At(List<double> sorted, double share) => sorted[(int)(share * (sorted.Count - 1))];

    private static long State(IForecaster forecaster)
    {
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream);
        forecaster.Save(writer);
        writer.Flush();
        return stream.Length;
    }
}
