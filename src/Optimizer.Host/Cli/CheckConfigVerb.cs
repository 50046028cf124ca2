using System.Collections.Immutable;
using Optimizer.Host.Configuration;
using Optimizer.Host.Web;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Cli;

/// <summary>The verb <c>check-config</c>.</summary>
internal static class CheckConfigVerb
{
    /// <summary>Checks a configuration file and the web configuration it names.</summary>
    public static int Run(string path, TextWriter output, TextWriter error)
    {
        ConfigurationResult result = ConfigurationReader.ReadFile(path);
        if (result is not ConfigurationResult.Read read)
        {
            return Refuse(((ConfigurationResult.Refused)result).Errors, path, error);
        }

        string? web = read.Configuration.WebConfigFile;
        if (web is not null && WebConfigurationLoader.Load(web) is WebConfigurationResult.Refused refused)
        {
            return Refuse(refused.Errors, path, error);
        }

        ImmutableArray<string> changed = read.Values.Changed();
        output.WriteLine(changed.IsEmpty ? $"{path}: ok, every setting has its default" : $"{path}: ok, settings that differ from their defaults: {string.Join(", ", changed)}");
        if (web is not null)
        {
            output.WriteLine($"{web}: ok");
        }

        if (read.Configuration.IsOpenToAll)
        {
            output.WriteLine($"{path}: note: listen is {read.Configuration.Listen} and web_config_file is not set: whoever reaches it reads, in plain text, what runs on this node");
        }

        return ExitCode.Ok;
    }

    private static int Refuse(ImmutableArray<FileError> errors, string path, TextWriter error)
    {
        foreach (FileError problem in errors)
        {
            error.WriteLine(problem);
        }

        error.WriteLine(errors.Length == 1 ? $"{path}: 1 error" : $"{path}: {errors.Length} errors");
        return ExitCode.Refused;
    }
}
