namespace Optimizer.Host.Cli;

/// <summary>What <c>size</c> was asked for.</summary>
internal sealed record SizeRequest
{
    /// <summary>CSV file with the measured speeds.</summary>
    public required string Profiles { get; init; }

    /// <summary>CSV file with the services.</summary>
    public required string Services { get; init; }

    /// <summary>CSV file to write; the placements go beside it.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Most processes in one instance, from 1.</summary>
    public required int MaxProcesses { get; init; }

    /// <summary>Share of a service's latency limit that a batch must stay below, <see cref="Optimizer.Planning.Sizing.SizingTerms.LeastLatencyShare"/> to 1.</summary>
    public required decimal LatencyShare { get; init; }

    /// <summary>Key of the GPU model; whether it exists is for the handler to say.</summary>
    public required string Gpu { get; init; }

    /// <summary>JSON on standard output instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
