namespace Optimizer.Architecture.Tests;

/// <summary>
/// Who may know whom. Arrows point at what is depended upon; projects that do not exist yet are listed so that their place is decided
/// before they come. A new arrow is a decision: change the table here and say why in the commit.
/// </summary>
public sealed class ReferenceTests
{
    private static readonly Dictionary<string, string[]> AllowedProjects = new(StringComparer.Ordinal)
    {
        ["Optimizer.Model"] = [],
        ["Optimizer.Nvml"] = [],
        ["Optimizer.Forecasting"] = ["Optimizer.Model"],
        ["Optimizer.Planning"] = ["Optimizer.Model"],
        ["Optimizer.Control"] = ["Optimizer.Model", "Optimizer.Forecasting", "Optimizer.Planning"],
        ["Optimizer.Node"] = ["Optimizer.Model", "Optimizer.Control", "Optimizer.Nvml"],
        ["Optimizer.Workloads"] = ["Optimizer.Model", "Optimizer.Control"],
        ["Optimizer.Exporter"] = ["Optimizer.Model"],
        ["Optimizer.Simulation"] = ["Optimizer.Model", "Optimizer.Nvml", "Optimizer.Control"],
        ["Optimizer.Host"] =
        [
            "Optimizer.Model", "Optimizer.Nvml", "Optimizer.Forecasting", "Optimizer.Planning", "Optimizer.Control", "Optimizer.Node",
            "Optimizer.Workloads", "Optimizer.Exporter", "Optimizer.Simulation",
        ],
    };

    private static readonly Dictionary<string, string[]> AllowedPackages = new(StringComparer.Ordinal)
    {
        ["Optimizer.Model"] = ["NodaTime"],
        ["Optimizer.Nvml"] = [],
        ["Optimizer.Forecasting"] = ["MathNet.Numerics", "Microsoft.ML", "Microsoft.ML.TimeSeries"],
        ["Optimizer.Planning"] = ["Google.OrTools", "Microsoft.ML", "Microsoft.ML.FastTree", "Microsoft.ML.LightGbm"],
        ["Optimizer.Control"] = [],
        ["Optimizer.Node"] = ["Microsoft.Extensions.Logging.Abstractions", "Microsoft.Data.Sqlite", "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3"],
        ["Optimizer.Workloads"] = ["KubernetesClient", "Microsoft.Extensions.Logging.Abstractions"],
        ["Optimizer.Exporter"] = ["prometheus-net"],
        ["Optimizer.Simulation"] = ["YamlDotNet"],
        ["Optimizer.Host"] =
        [
            "BCrypt.Net-Next", "Microsoft.Extensions.Hosting.Systemd", "OxyPlot.Core", "prometheus-net", "Spectre.Console", "Sylvan.Data.Csv", "System.CommandLine", "YamlDotNet",
        ],
    };

    [Fact]
    public void SourceProjects_AreTheOnesOfTheDesign()
    {
        Assert.Empty(Repository.SourceProjects.Select(project => project.Name).Except(AllowedProjects.Keys));
        Assert.All(Repository.SourceProjects, project => Assert.Equal($"src/{project.Name}/{project.Name}.csproj", project.Path));
    }

    [Fact]
    public void SourceProjects_ReferenceOnlyWhatTheDesignAllows()
    {
        string[] arrows =
        [
            .. Repository.SourceProjects.SelectMany(project => project.ProjectReferences
                .Except(AllowedProjects.GetValueOrDefault(project.Name, []))
                .Select(target => $"{project.Name} -> {target}")),
        ];

        Assert.Empty(arrows);
    }

    [Fact]
    public void AllowedArrows_HaveNoCycle()
    {
        // Guards the table itself: a project may only be placed after all it depends upon.
        HashSet<string> placed = new(StringComparer.Ordinal);
        while (AllowedProjects.FirstOrDefault(project => !placed.Contains(project.Key) && project.Value.All(placed.Contains)) is { Key: not null } next)
        {
            placed.Add(next.Key);
        }

        Assert.Equal(AllowedProjects.Count, placed.Count);
    }

    [Fact]
    public void SourceProjects_UseOnlyTheirPackages()
    {
        string[] uses =
        [
            .. Repository.SourceProjects.SelectMany(project => project.PackageReferences
                .Except(AllowedPackages.GetValueOrDefault(project.Name, []))
                .Select(package => $"{project.Name} uses {package}")),
        ];

        Assert.Empty(uses);
    }

    [Fact]
    public void OnlyHost_KnowsAspNetCore()
    {
        Assert.All(
            Repository.SourceProjects,
            project => Assert.Equal(project.Name == "Optimizer.Host" ? "Microsoft.NET.Sdk.Web" : "Microsoft.NET.Sdk", project.Sdk));
        Assert.All(Repository.SourceProjects, project => Assert.Empty(project.Included("FrameworkReference")));
    }

    [Fact]
    public void OnlyTheTwoSidesOfNvml_AreUnsafe()
    {
        string[] unsafeProjects =
            [.. Repository.SourceProjects.Where(project => project.Property("AllowUnsafeBlocks") == "true").Select(project => project.Name)];

        Assert.Equal(["Optimizer.Nvml", "Optimizer.Simulation"], unsafeProjects);
    }

    [Fact]
    public void Internals_AreVisibleToTestsOnly()
    {
        string[] others =
        [
            .. Repository.SourceProjects.SelectMany(project => project.Included("InternalsVisibleTo")
                .Except([$"{project.Name}.Tests", "Optimizer.Architecture.Tests", "Optimizer.EndToEnd.Tests", "Optimizer.Benchmarks"])
                .Select(friend => $"{project.Name} shows its internals to {friend}")),
        ];

        Assert.Empty(others);
    }
}
