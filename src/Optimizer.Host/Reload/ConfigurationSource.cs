using Optimizer.Host.Configuration;

namespace Optimizer.Host.Reload;

/// <summary>Where the configuration comes from: a file, and what the command line overrides in it.</summary>
internal sealed record ConfigurationSource
{
    /// <summary>The file named on the command line; null uses the default file where it exists, else every default.</summary>
    public string? Path { get; init; }

    /// <summary>The file used when <see cref="Path"/> is null.</summary>
    public string DefaultPath { get; init; } = DaemonConfiguration.DefaultPath;

    /// <summary><c>--listen</c>; null leaves it to the file.</summary>
    public ListenAddress? Listen { get; init; }

    /// <summary><c>--state</c>, absolute; null leaves it to the file.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>The file that is read, or null when there is none and every default holds.</summary>
    public string? EffectivePath => Path ?? (File.Exists(DefaultPath) ? DefaultPath : null);

    /// <summary>Reads the file and applies the overrides.</summary>
    public ConfigurationResult Load()
    {
        ConfigurationResult result = EffectivePath is string path ? ConfigurationReader.ReadFile(path) : ConfigurationReader.Read("", "defaults");
        return result is ConfigurationResult.Read read ? read with { Configuration = Override(read.Configuration) } : result;
    }

    private DaemonConfiguration Override(DaemonConfiguration configuration) => configuration with
    {
        Listen = Listen ?? configuration.Listen,
        StateDirectory = StateDirectory ?? configuration.StateDirectory,
    };
}
