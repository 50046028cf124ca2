using System.Collections.Immutable;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Configuration;

/// <summary>What reading a configuration came to.</summary>
internal abstract record ConfigurationResult
{
    private ConfigurationResult()
    {
    }

    /// <summary>The file is legal.</summary>
    /// <param name="Configuration">What it says, with defaults where it says nothing.</param>
    /// <param name="Values">The same by setting, for telling two files apart.</param>
    public sealed record Read(DaemonConfiguration Configuration, SettingValues Values) : ConfigurationResult
    {
        /// <summary>The file it was read from; null when there is none and every default holds.</summary>
        public string? File { get; init; }
    }

    /// <summary>The file is not legal; nothing of it is used.</summary>
    /// <param name="Errors">Everything wrong with it, in file order; never empty.</param>
    public sealed record Refused(ImmutableArray<FileError> Errors) : ConfigurationResult;
}
