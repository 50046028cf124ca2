using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Optimizer.Host.Planning;
using Optimizer.Planning.Sizing;

namespace Optimizer.Host.Cli;

/// <summary>The verbs <c>pack</c> and <c>size</c> with their options.</summary>
internal static class PlanningCommands
{
    // Above the most that was ever measured; a larger number is a slip. Doubled, nothing happens but that a table could allow it.
    private const int MostProcesses = 48;

    /// <summary>Examples for the help of <c>pack</c>; as the others they run from the root of the repository.</summary>
    public static string[] PackExamples { get; } =
    [
        "gpu-optimizer pack --requests tests/Optimizer.Planning.Tests/Traces/static_packing_pub.csv --out gpus.csv",
        "gpu-optimizer pack --requests tests/Optimizer.Planning.Tests/Traces/static_packing_pub.csv --out gpus.csv --gpu h100-80gb-sxm --json",
    ];

    /// <summary>Examples for the help of <c>size</c>.</summary>
    public static string[] SizeExamples { get; } =
    [
        "gpu-optimizer size --profiles tests/Optimizer.Planning.Tests/Traces/profiles_parvagpu_a100_80gb_inference.csv --services tests/Optimizer.Planning.Tests/Traces/scenarios_parvagpu.csv --out gpus.csv",
        "gpu-optimizer size --profiles tests/Optimizer.Planning.Tests/Traces/profiles_parvagpu_a100_80gb_inference.csv --services tests/Optimizer.Planning.Tests/Traces/scenarios_parvagpu.csv --out gpus.csv --max-processes 5 --latency-share 1 --json",
    ];

    /// <summary>The verb <c>pack</c>.</summary>
    public static Command Pack(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        Option<string> requests = new("--requests") { HelpName = "FILE", Required = true, Description = "Requests: CSV with the columns instance (a name) and arrival_order (profiles, separated by spaces). A profile is written in full (1g.10gb) or short (1g, 2g, and 1gL for the one with twice the memory).", CustomParser = Path()! };
        Option<string> file = Out("GPUs, lower bound and milliseconds by instance");
        Option<string> gpu = Gpu();
        Option<bool> json = Json();
        Command pack = new("pack", "Pack requests for MIG profiles onto the fewest GPUs of one model.") { requests, file, gpu, json };
        pack.SetAction((parsed, cancellationToken) => handlers.Pack(
            new PackRequest
            {
                Requests = parsed.GetRequiredValue(requests),
                OutputPath = parsed.GetRequiredValue(file),
                Gpu = parsed.GetValue(gpu) ?? GpuChoice.Default,
                Json = parsed.GetValue(json),
                Output = output,
                Error = error,
            },
            cancellationToken));
        return pack;
    }

    /// <summary>The verb <c>size</c>.</summary>
    public static Command Size(CommandHandlers handlers, TextWriter output, TextWriter error)
    {
        SizingTerms terms = new();
        Option<string> profiles = new("--profiles") { HelpName = "FILE", Required = true, Description = "Measured speeds: CSV with the columns model, mig_g (compute slices), batch, mps_procs, throughput_total_s (requests per second) and latency_s. Throughput 0: it did not run.", CustomParser = Path()! };
        Option<string> services = new("--services") { HelpName = "FILE", Required = true, Description = "Services: CSV with the columns scenario, model, request_rate_per_s and slo_latency_ms. Each scenario is sized by itself.", CustomParser = Path()! };
        Option<string> file = Out("GPUs, lower bound and milliseconds by scenario");
        Option<int?> processes = new("--max-processes")
        {
            HelpName = "N",
            Description = $"Most processes in one instance, 1 to {MostProcesses}. Default: {terms.MaxProcesses}.",
            CustomParser = OptionValue.Parse<int?>($"a whole number from 1 to {MostProcesses}", text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value is >= 1 and <= MostProcesses ? value : null),
        };
        Option<decimal?> share = new("--latency-share")
        {
            HelpName = "X",
            Description = string.Create(CultureInfo.InvariantCulture, $"Share of a service's latency limit that a measured batch must stay below, {SizingTerms.LeastLatencyShare} to 1. The rest is room for queueing: a request that comes just after a batch started waits for it first, and two batches of 0.45 fit into the limit. 1 counts on requests that never wait. Default: {terms.LatencyShare}."),
            CustomParser = OptionValue.Parse<decimal?>(string.Create(CultureInfo.InvariantCulture, $"a number from {SizingTerms.LeastLatencyShare} to 1"), text =>
                decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal value) && value is >= SizingTerms.LeastLatencyShare and <= 1 ? value : null),
        };
        Option<string> gpu = Gpu();
        Option<bool> json = Json();
        Command size = new("size", "Find the fewest GPUs of one model that serve services at their rates within their latency limits.") { profiles, services, file, processes, share, gpu, json };
        size.SetAction((parsed, cancellationToken) => handlers.Size(
            new SizeRequest
            {
                Profiles = parsed.GetRequiredValue(profiles),
                Services = parsed.GetRequiredValue(services),
                OutputPath = parsed.GetRequiredValue(file),
                MaxProcesses = parsed.GetValue(processes) ?? terms.MaxProcesses,
                LatencyShare = parsed.GetValue(share) ?? terms.LatencyShare,
                Gpu = parsed.GetValue(gpu) ?? GpuChoice.Default,
                Json = parsed.GetValue(json),
                Output = output,
                Error = error,
            },
            cancellationToken));
        return size;
    }

    private static Option<string> Out(string what) =>
        new("--out") { HelpName = "FILE", Required = true, Description = $"CSV file to write: {what}. Where each instance lies goes beside it, for gpus.csv to gpus.placements.csv.", CustomParser = Path()! };

    private static Option<string> Gpu() =>
        new("--gpu") { HelpName = "KEY", Description = $"GPU model, for example h100-80gb-sxm; one at a time, a mixed fleet is done model by model. Default: {GpuChoice.Default}.", CustomParser = OptionValue.Parse("a GPU model", text => text.Length == 0 ? null : text)! };

    private static Option<bool> Json() => new("--json") { Description = "JSON instead of a table; the files are written all the same." };

    private static Func<ArgumentResult, string?> Path() => OptionValue.Parse("a path", text => text.Length == 0 ? null : text);
}
