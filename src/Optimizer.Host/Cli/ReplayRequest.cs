namespace Optimizer.Host.Cli;

/// <summary>What <c>replay</c> was asked for.</summary>
internal sealed record ReplayRequest
{
    /// <summary>CSV file with the services.</summary>
    public required string Services { get; init; }

    /// <summary>CSV file with what an instance of a profile serves of a service.</summary>
    public required string Capacity { get; init; }

    /// <summary>CSV file with the demand in windows.</summary>
    public required string Demand { get; init; }

    /// <summary>Key of the GPU model; whether it exists is for the handler to say.</summary>
    public required string Gpu { get; init; }

    /// <summary>GPUs of the node.</summary>
    public required int Gpus { get; init; }

    /// <summary>Folder for what is written; made where it does not exist.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Name of the policy, in place of the configuration's; null: the configuration's.</summary>
    public string? Policy { get; init; }

    /// <summary>Configuration file whose terms hold; null: the defaults.</summary>
    public string? Config { get; init; }

    /// <summary>Seconds of simulated time between two ticks when nothing presses.</summary>
    public int TickSeconds { get; init; } = 60;

    /// <summary>Seed of the simulated node.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>JSON on standard output instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>Say on standard error where the time went.</summary>
    public bool Timings { get; init; }

    /// <summary>Standard output.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Standard error.</summary>
    public required TextWriter Error { get; init; }
}
