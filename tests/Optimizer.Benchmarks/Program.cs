using BenchmarkDotNet.Running;
using Optimizer.Benchmarks.Forecasting;
using Optimizer.Benchmarks.Loop;
using Optimizer.Benchmarks.Planning;
using Optimizer.Benchmarks.Processes;

namespace Optimizer.Benchmarks;

internal static class Program
{
    private const string Usage = """
        Benchmarks of code:      dotnet run -c Release --project tests/Optimizer.Benchmarks -- --filter '*'
        Scrapes over HTTP:       ... -- http [SECONDS] [SCRAPERS]
        A daemon's footprint:    ... -- footprint [MINUTES] [SPEED]
        Start to first scrape:   ... -- start [TIMES]
        Forecast goals F1-F9:    ... -- forecast-goals [--origins N] [--method M,...] [--folder DIR]... [--cells]
        Forecast cost F10, F11:  ... -- forecast-cost [SERIES] [MINUTES]
        Speeds never measured:   ... -- plan-capacity
        Packing requests:        ... -- plan-pack [REPEATS]
        Sizing services:         ... -- plan-size [REPEATS]
        The best state, node:    ... -- plan-node [SEEDS]
        The best state, fleets:  ... -- plan-fleet [LARGEST] [LOAD%]
        Online placement:        ... -- plan-place --pods FILE
        Days of the loop:        ... -- replay FOLDER [GPU] [GPUS]
        Its default seeds:       ... -- plan-place-seeds --pods FILE --reference FILE
        A tick, nothing to do:   ... -- loop-tick [MINUTES]
        One GPU cut anew:        ... -- loop-repartition [TIMES]
        Problems from facts:     ... -- loop-build [REPEATS]
        """;

    private static async Task<int> Main(string[] arguments)
    {
        switch (arguments.FirstOrDefault())
        {
            case "http":
                return await HttpLoad.RunAsync(Number(arguments, 1, 20), Number(arguments, 2, 8));
            case "footprint":
                return await Footprint.RunAsync(Number(arguments, 1, 10), Number(arguments, 2, 1));
            case "start":
                return await StartTime.RunAsync(Number(arguments, 1, 10));
            case "forecast-goals":
                return await ForecastGoals.RunAsync(arguments[1..], CancellationToken.None);
            case "forecast-cost":
                return await ForecastCost.RunAsync(Number(arguments, 1, 500), Number(arguments, 2, 60));
            case "plan-capacity":
                return await CapacityGoals.RunAsync(Console.Out);
            case "plan-pack":
                return await PackFigures.RunAsync(Number(arguments, 1, 21));
            case "plan-size":
                return await SizeFigures.RunAsync(Number(arguments, 1, 21));
            case "plan-node":
                return await SearchFigures.NodeAsync(Number(arguments, 1, 10));
            case "plan-fleet":
                return await SearchFigures.FleetAsync(Number(arguments, 1, 1000), Number(arguments, 2, 100));
            case "replay":
                return await ReplaySpeed.RunAsync(arguments.ElementAtOrDefault(1), arguments.ElementAtOrDefault(2) ?? "a100-80gb", Number(arguments, 3, 24));
            case "plan-place":
                return await PlaceGoals.RunAsync(arguments[1..], CancellationToken.None);
            case "plan-place-seeds":
                return await PlaceSeeds.RunAsync(arguments[1..], CancellationToken.None);
            case "loop-tick":
                return await TickFigures.RunAsync(Number(arguments, 1, 60));
            case "loop-repartition":
                return await RepartitionFigures.RunAsync(Number(arguments, 1, 10));
            case "loop-build":
                return await BuildFigures.RunAsync(Number(arguments, 1, 401));
            case null or "--help":
                await Console.Out.WriteLineAsync(Usage);
                return 0;
            default:
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(arguments);
                return 0;
        }
    }

    private static int Number(string[] arguments, int index, int otherwise) =>
        arguments.Length > index && int.TryParse(arguments[index], out int value) ? value : otherwise;
}
