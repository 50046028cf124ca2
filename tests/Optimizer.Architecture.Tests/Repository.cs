using System.Diagnostics;

namespace Optimizer.Architecture.Tests;

/// <summary>The files the tests read: those git tracks, or, outside a checkout (a source archive), those that are not build output.</summary>
internal static class Repository
{
    private static readonly string[] BuildOutput = ["bin", "obj", "artifacts", "BenchmarkDotNet.Artifacts", "TestResults"];

    /// <summary>The folder of Optimizer.sln, absolute.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Relative paths with forward slashes, in ordinal order.</summary>
    internal static IReadOnlyList<string> Files { get; } = ListFiles();

    internal static IReadOnlyList<ProjectFile> Projects { get; } =
        [.. Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(ProjectFile.Read)];

    internal static IEnumerable<ProjectFile> SourceProjects => Projects.Where(project => project.Path.StartsWith("src/", StringComparison.Ordinal));

    internal static string Absolute(string file) => Path.Combine(Root, file);

    internal static string Text(string file) => File.ReadAllText(Absolute(file));

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Optimizer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException($"No Optimizer.sln above {AppContext.BaseDirectory}.");
    }

    private static string[] ListFiles()
    {
        IEnumerable<string> files = TrackedFiles() ?? Directory.EnumerateFiles(Root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/'))
            .Where(file => !file.Split('/').Any(part => BuildOutput.Contains(part) || part == ".git"));
        return [.. files.Where(file => File.Exists(Absolute(file))).Order(StringComparer.Ordinal)];
    }

    /// <summary>Null when this is no checkout or git is not installed.</summary>
    private static string[]? TrackedFiles()
    {
        if (!Path.Exists(Path.Combine(Root, ".git")))
        {
            return null;
        }

        // safe.directory: a container often runs the tests as another user than the one who cloned.
        ProcessStartInfo start = new("git", ["-c", $"safe.directory={Root}", "ls-files", "-z"])
        {
            WorkingDirectory = Root,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        try
        {
            using Process git = Process.Start(start)!;
            string output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output.Split('\0', StringSplitOptions.RemoveEmptyEntries) : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // git is not installed
        }
    }
}
