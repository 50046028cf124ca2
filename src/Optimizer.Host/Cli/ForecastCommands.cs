using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Optimizer.Forecasting;
using Optimizer.Host.Forecasting;
using Optimizer.Model.Collections;

namespace Optimizer.Host.Cli;

/// <summary>The verbs <c>forecast</c> and <c>backtest</c> with their options.</summary>
internal static class ForecastCommands
{
    /// <summary>Most forecasts along one series: one per bin of ten days of minutes would take hours and tell nothing more.</summary>
    private const int MostOrigins = 1000;

    /// <summary>The verb <c>forecast</c>.</summary>
    public static Command Forecast(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Option<string> input = new("--input") { HelpName = "FILE", Required = true, Description = "History: CSV with the columns timestamp (ISO 8601 with Z or an offset) and value, oldest first, one row per bin. An empty value is a missing sample.", CustomParser = Path()! };
        Option<int?> steps = new("--steps") { HelpName = "N", Required = true, Description = $"Bins to forecast, 1 to {ForecastLimits.MostSteps}.", CustomParser = Whole(1, ForecastLimits.MostSteps) };
        Option<int?> bin = new("--bin") { HelpName = "SECONDS", Required = true, Description = $"Length of a bin, {BinLength.Legal}.", CustomParser = Bin() };
        Option<string> file = new("--output") { HelpName = "FILE", Required = true, Description = "CSV file to write: mean and quantiles by step. The quantiles of the highest value within 15 min, 1 h, 6 h and 24 h go to FILE.peak.csv.", CustomParser = Path()! };
        Option<ForecastMethod?> method = new("--method") { HelpName = "NAME", Description = $"How to forecast: {MethodChoice.Legal}. Default: {MethodChoice.Default.Name}.", CustomParser = Method() };
        Option<double?> cap = new("--cap")
        {
            HelpName = "X",
            Description = "Most a value can be, for example what the hardware can serve. No quantile exceeds it.",
            CustomParser = OptionValue.Parse<double?>("a positive number", text =>
                double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && value > 0 && value <= CsvField.MostValue ? value : null),
        };
        Option<bool> json = new("--json") { Description = "Print the forecast as JSON; the files are written all the same." };
        Command forecast = new("forecast", "Forecast one series from a CSV file: mean, quantiles, peaks.") { input, steps, bin, file, method, cap, json };
        forecast.SetAction((parsed, cancellationToken) => handlers.Forecast(
            new ForecastRequest
            {
                Input = parsed.GetRequiredValue(input),
                OutputPath = parsed.GetRequiredValue(file),
                Steps = parsed.GetRequiredValue(steps)!.Value,
                BinSeconds = parsed.GetRequiredValue(bin)!.Value,
                Method = parsed.GetValue(method) ?? MethodChoice.Default,
                Cap = parsed.GetValue(cap),
                Json = parsed.GetValue(json),
                Output = output,
                Error = error,
            },
            cancellationToken));
        return forecast;
    }

    /// <summary>The verb <c>backtest</c>.</summary>
    public static Command Backtest(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Option<string[]> input = new("--input") { HelpName = "FILE", Required = true, AllowMultipleArgumentsPerToken = true, Description = "Histories: CSV files as for forecast, or a folder with a manifest.csv (columns series, bin_s and, if known, season) beside them." };
        Option<int?> bin = new("--bin") { HelpName = "SECONDS", Description = "Length of a bin. Without it the manifest's, or the distance of a file's first two rows.", CustomParser = Bin() };
        Option<string[]> methods = new("--method") { HelpName = "NAME,...", AllowMultipleArgumentsPerToken = true, Description = $"Methods to compare, of {string.Join(", ", MethodChoice.Names)}. Default: all." };
        Option<int?> origins = new("--origins") { HelpName = "N", Description = $"Forecasts made along each series, 1 to {MostOrigins}; 48 or more to judge coverage. Default: 12.", CustomParser = Whole(1, MostOrigins) };
        Option<int?> season = new("--season") { HelpName = "N", Description = "Season of the naive forecast that all are compared with, in bins. Without it the manifest's, or one that is found.", CustomParser = Whole(1, BacktestInputs.MostBins) };
        Option<string?> csv = new("--csv") { HelpName = "FILE", Description = "CSV file for every score of every series, horizon and method.", CustomParser = Path() };
        Option<string?> svg = new("--svg") { HelpName = "FILE", Description = "SVG picture of history, forecast bands and what came, for the first method named. With several series, one file each: FILE-SERIES.svg.", CustomParser = Path() };
        Option<bool> json = new("--json") { Description = "JSON instead of tables." };
        methods.Validators.Add(ValidateMethods);
        Command backtest = new("backtest", "Score forecasting methods along histories of your own.") { input, bin, methods, origins, season, csv, svg, json };
        backtest.SetAction((parsed, cancellationToken) => handlers.Backtest(
            new BacktestRequest
            {
                Inputs = parsed.GetRequiredValue(input).ToValueArray(),
                BinSeconds = parsed.GetValue(bin),
                Methods = Methods(parsed.GetValue(methods) ?? []),
                Origins = parsed.GetValue(origins) ?? 12,
                Season = parsed.GetValue(season),
                CsvPath = parsed.GetValue(csv),
                SvgPath = parsed.GetValue(svg),
                Json = parsed.GetValue(json),
                Output = output,
                Error = error,
            },
            cancellationToken));
        return backtest;
    }

    private static Func<ArgumentResult, string?> Path() => OptionValue.Parse("a path", text => text.Length == 0 ? null : text);

    private static Func<ArgumentResult, int?> Whole(int least, int most) => OptionValue.Parse<int?>($"a whole number from {least} to {most}", text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most ? value : null);

    private static Func<ArgumentResult, int?> Bin() => OptionValue.Parse<int?>(BinLength.Legal, text =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && BinLength.IsLegal(value) ? value : null);

    private static Func<ArgumentResult, ForecastMethod?> Method() => OptionValue.Parse(MethodChoice.Explain, ForecastMethods.Find);

    private static IEnumerable<string> Names(IEnumerable<string> written) => written.SelectMany(static word => word.Split(','));

    private static ForecastMethod[] Methods(string[] written) => written.Length == 0
        ? [.. MethodChoice.Names.Select(ForecastMethods.Find).OfType<ForecastMethod>()]
        : [.. Names(written).Distinct(StringComparer.Ordinal).Select(ForecastMethods.Find).OfType<ForecastMethod>()];

    private static void ValidateMethods(OptionResult result)
    {
        foreach (string name in Names(result.Tokens.Select(static token => token.Value)))
        {
            if (ForecastMethods.Find(name) is null)
            {
                result.AddError($"--method: found {Yaml.YamlScalar.Show(name)}, expected {MethodChoice.Explain(name)}");
            }
        }
    }
}
