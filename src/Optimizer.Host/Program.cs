using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Observation;
using Optimizer.Host.Planning;

namespace Optimizer.Host;

internal static class Program
{
    private static Task<int> Main(string[] arguments)
    {
        CommandHandlers handlers = new()
        {
            Run = RunVerb.RunAsync,
            Layouts = LayoutsVerb.RunAsync,
            Forecast = ForecastVerb.RunAsync,
            Backtest = BacktestVerb.RunAsync,
            Pack = PackVerb.RunAsync,
            Size = SizeVerb.RunAsync,
            Place = PlaceVerb.RunAsync,
        };
        return CommandLine.InvokeAsync(arguments, handlers, Console.Out, Console.Error, CancellationToken.None);
    }
}
