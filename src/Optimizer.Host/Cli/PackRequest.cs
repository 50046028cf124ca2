namespace Optimizer.Host.Cli;

/// <summary>What <c>pack</c> was asked for.</summary>
internal sealed record PackRequest
{
    /// <summary>CSV file with the requests.</summary>
    public required string Requests { get; init; }

    /// <summary>CSV file to write; the placements go beside it.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Key of the GPU model; whether it exists is for the handler to say.</summary>
    public required string Gpu { get; init; }

    /// <summary>JSON on standard output instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
