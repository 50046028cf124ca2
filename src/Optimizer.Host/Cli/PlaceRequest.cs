using Optimizer.Model.Collections;
using Optimizer.Planning.Online;

namespace Optimizer.Host.Cli;

/// <summary>What <c>place</c> was asked for.</summary>
internal sealed record PlaceRequest
{
    /// <summary>CSV file with the requests.</summary>
    public required string Requests { get; init; }

    /// <summary>GPUs of the fleet, 1 to <see cref="OnlineFleet.MostGpus"/>.</summary>
    public required int Gpus { get; init; }

    /// <summary>Offered loads in the order written; each above 0.</summary>
    public required ValueArray<double> Loads { get; init; }

    /// <summary>CSV file to write; the moves go beside it.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Policies in the order written.</summary>
    public required ValueArray<OnlinePolicy> Policies { get; init; }

    /// <summary>First seed.</summary>
    public required int Seed { get; init; }

    /// <summary>Seeds to average over, from the first on.</summary>
    public required int Seeds { get; init; }

    /// <summary>Key of the GPU model; whether it exists is for the handler to say.</summary>
    public required string Gpu { get; init; }

    /// <summary>JSON on standard output instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
