using Optimizer.Host.Cli;
using Optimizer.Host.Forecasting;
using Optimizer.Host.Observation;
using Optimizer.Host.Operating;
using Optimizer.Host.Planning;
using Optimizer.Host.Replay;

namespace Optimizer.Host;

internal static class Program
{
    /// <summary>What the verbs do.</summary>
    internal static CommandHandlers Handlers { get; } = new()
    {
        Run = RunVerb.RunAsync,
        Layouts = LayoutsVerb.RunAsync,
        Forecast = ForecastVerb.RunAsync,
        Backtest = BacktestVerb.RunAsync,
        Operate = OperateVerb.RunAsync,
        Pack = PackVerb.RunAsync,
        Size = SizeVerb.RunAsync,
        Place = PlaceVerb.RunAsync,
        Replay = ReplayVerb.RunAsync,
    };

    private static Task<int> Main(string[] arguments) => CommandLine.InvokeAsync(arguments, Handlers, Console.Out, Console.Error, CancellationToken.None);
}
