using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using Optimizer.Host.Configuration;
using Optimizer.Host.Web;
using Optimizer.Host.Workloads;
using Optimizer.Host.Yaml;

namespace Optimizer.Host.Cli;

/// <summary>The verb <c>check-config</c>.</summary>
internal static class CheckConfigVerb
{
    /// <summary>Checks a configuration file, and the web configuration and the folder of workloads it names.</summary>
    /// <param name="path">The file.</param>
    /// <param name="output">What is fine.</param>
    /// <param name="error">What is not.</param>
    /// <param name="at">Now; null leaves out whether anything is allowed in the year ahead.</param>
    public static int Run(string path, TextWriter output, TextWriter error, Instant? at = null)
    {
        ConfigurationResult result = ConfigurationReader.ReadFile(path, at);
        if (result is not ConfigurationResult.Read read)
        {
            return Refuse(((ConfigurationResult.Refused)result).Errors, path, error);
        }

        string? web = read.Configuration.WebConfigFile;
        string folder = read.Configuration.Workloads.Directory;
        WorkloadsReading workloads = WorkloadDirectory.Load(folder);
        ImmutableArray<FileError> errors =
        [
            .. web is not null && WebConfigurationLoader.Load(web) is WebConfigurationResult.Refused refused ? refused.Errors : [],
            .. workloads is WorkloadsReading.Refused notLegal ? notLegal.Errors : [],
        ];
        if (!errors.IsEmpty)
        {
            return Refuse(errors, path, error);
        }

        ImmutableArray<string> changed = read.Values.Changed();
        output.WriteLine(changed.IsEmpty ? $"{path}: ok, every setting has its default" : $"{path}: ok, settings that differ from their defaults: {string.Join(", ", changed)}");
        if (web is not null)
        {
            output.WriteLine($"{web}: ok");
        }

        if (workloads is WorkloadsReading.Read { Files: > 0 } declared)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{folder}: ok, {declared.Declarations.Count} workloads in {declared.Files} files"));
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
