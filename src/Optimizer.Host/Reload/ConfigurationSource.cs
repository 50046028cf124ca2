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

    /// <summary><c>--socket</c>, absolute; null leaves it to the file.</summary>
    public string? Socket { get; init; }

    /// <summary>Reads the file and applies the overrides.</summary>
    public ConfigurationResult Load()
    {
        string? path = Path ?? (IsAbsent(DefaultPath) ? null : DefaultPath);
        ConfigurationResult result = path is null ? ConfigurationReader.Read("", "defaults") : ConfigurationReader.ReadFile(path);
        return result is ConfigurationResult.Read read ? read with { Configuration = Override(read.Configuration), File = path } : result;
    }

    /// <summary>True only when nothing is there. A file that cannot be read, a folder, a dangling link are somebody's intention and go wrong loudly.</summary>
    private static bool IsAbsent(string path)
    {
        try
        {
            File.GetAttributes(path);
            return false;
        }
        catch (Exception failure) when (failure is FileNotFoundException or DirectoryNotFoundException)
        {
            return true;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return false; // reading it says why
        }
    }

    private DaemonConfiguration Override(DaemonConfiguration configuration) => configuration with
    {
        Listen = Listen ?? configuration.Listen,
        StateDirectory = StateDirectory ?? configuration.StateDirectory,
        Control = configuration.Control with { Socket = Socket ?? configuration.Control.Socket },
    };
}
