using System.Text.RegularExpressions;

namespace Optimizer.Architecture.Tests;

public sealed partial class RepositoryShapeTests
{
    private const int MostLines = 300;

    /// <summary>Lists, not logic: splitting them would only make them harder to look up.</summary>
    private static readonly string[] LongFiles =
    [
        "src/Optimizer.Nvml/Native/NvmlFunction.cs", // one documented member per C export
    ];

    /// <summary>Folders that do not open a namespace.</summary>
    private static readonly string[] FlatFolders =
    [
        "src/Optimizer.Nvml/Native/Structs/", // one C header, one namespace; the folder only keeps thirty small files out of sight
    ];

    [Fact]
    public void TopLevel_HoldsOnlyWhatTheDesignNames()
    {
        string[] folders = ["alerts", "dashboards", "packaging", "src", "tests"];
        string[] files =
        [
            "BannedSymbols.txt", "CHANGELOG.md", "CONTRIBUTING.md", "Directory.Build.props", "Directory.Packages.props", "LICENSE", "Optimizer.sln", "README.md",
        ];

        IEnumerable<string> others = Repository.Files
            .Select(file => file.Split('/'))
            .Where(parts => parts[0][0] != '.' && !(parts.Length > 1 ? folders : files).Contains(parts[0]))
            .Select(parts => parts[0])
            .Distinct();

        Assert.Empty(others);
    }

    [Theory]
    [InlineData("README.md")]
    [InlineData("CONTRIBUTING.md")]
    [InlineData("CHANGELOG.md")]
    [InlineData("LICENSE")]
    [InlineData(".editorconfig")]
    [InlineData(".gitignore")]
    [InlineData(".ci/run")]
    public void Repository_HasTheUsualFiles(string file)
    {
        Assert.Contains(file, Repository.Files);
    }

    [Fact]
    public void CiRun_IsExecutable_AndRunsTheTestCommandOfTheReadme()
    {
        const string TestCommand = "dotnet test Optimizer.sln";

        Assert.Contains(TestCommand, Repository.Text("README.md"), StringComparison.Ordinal);
        Assert.Contains(TestCommand, Repository.Text(".ci/run"), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(Repository.Absolute(".ci/run")).HasFlag(UnixFileMode.UserExecute));
        }
    }

    [Fact]
    public void SourceProjects_HaveAReadme()
    {
        Assert.Empty(Repository.SourceProjects.Select(project => $"{project.Folder}README.md").Except(Repository.Files));
    }

    [Fact]
    public void SourceProjects_HaveATestProject()
    {
        // Control holds only ports so far; its tests come with its logic.
        string[] untested =
        [
            .. Repository.SourceProjects.Select(project => project.Name).Except(["Optimizer.Control"])
                .Where(name => !Repository.Projects.Any(project => project.Path == $"tests/{name}.Tests/{name}.Tests.csproj")),
        ];

        Assert.Empty(untested);
    }

    [Fact]
    public void SourceFiles_AreShort()
    {
        string[] tooLong =
        [
            .. Repository.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal))
                .Except(LongFiles)
                .Select(file => (File: file, Lines: Repository.Text(file).Count(character => character == '\n')))
                .Where(item => item.Lines > MostLines)
                .Select(item => $"{item.File}: {item.Lines} lines"),
        ];

        Assert.Empty(tooLong);
    }

    [Fact]
    public void LongFunctions_AreRefusedByTheAnalyzer()
    {
        string editorConfig = Repository.Text(".editorconfig");

        Assert.Contains("dotnet_diagnostic.MA0051.severity = warning", editorConfig, StringComparison.Ordinal);
        Assert.Contains("MA0051.maximum_lines_per_method = 60", editorConfig, StringComparison.Ordinal);
    }

    [Fact]
    public void Namespaces_FollowFolders()
    {
        List<string> strays = [];
        foreach (ProjectFile project in Repository.Projects)
        {
            foreach (string file in Repository.Files.Where(file => file.StartsWith(project.Folder, StringComparison.Ordinal) && file.EndsWith(".cs", StringComparison.Ordinal)))
            {
                Match declared = Namespace().Match(Repository.Text(file));
                string expected = ExpectedNamespace(project, file);

                // Top-level statements and assembly attributes declare none.
                if (declared.Success && declared.Groups["name"].Value != expected)
                {
                    strays.Add($"{file}: {declared.Groups["name"].Value}, expected {expected}");
                }
            }
        }

        Assert.Empty(strays);
    }

    [Fact]
    public void SourceFolders_AreFeatures_NotKinds()
    {
        string[] kinds = ["Helpers", "Utils", "Utilities", "Interfaces", "Common", "Misc", "Managers", "Extensions", "Enums", "Records"];

        Assert.DoesNotContain(Repository.Files, file => file.StartsWith("src/", StringComparison.Ordinal) && file.Split('/').Intersect(kinds).Any());
    }

    private static string ExpectedNamespace(ProjectFile project, string file)
    {
        string folder = file[..(file.LastIndexOf('/') + 1)];
        if (FlatFolders.Contains(folder))
        {
            folder = folder[..(folder.TrimEnd('/').LastIndexOf('/') + 1)];
        }

        string below = folder[project.Folder.Length..].TrimEnd('/').Replace('/', '.');
        return below.Length == 0 ? project.Name : $"{project.Name}.{below}";
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Namespace();
}
