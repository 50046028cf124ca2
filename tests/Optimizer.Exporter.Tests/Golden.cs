using System.Text;

namespace Optimizer.Exporter.Tests;

/// <summary>Compares text with a file that is reviewed like code. UPDATE_GOLDEN=1 rewrites the file instead.</summary>
internal static class Golden
{
    /// <summary>The folder of this test project, found from the test's own assembly: paths known to the compiler are mapped.</summary>
    public static string ProjectFolder { get; } = FindProject();

    public static void Matches(string name, string actual) => MatchesFile(Path.Combine(ProjectFolder, "Golden", name), actual);

    public static void MatchesFile(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; run the tests once with UPDATE_GOLDEN=1 and review it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string FindProject()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Optimizer.Exporter.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The test project's folder was not found.");
        }

        return folder;
    }
}
