using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Optimizer.Architecture.Tests;

public sealed partial class BuildFileTests
{
    [Fact]
    public void Projects_StateNoVersions()
    {
        string[] versions =
        [
            .. Repository.Projects
                .Where(project => project.Xml.Descendants().Any(element =>
                    element.Attribute("Version") is not null || element.Attribute("VersionOverride") is not null || element.Name.LocalName == "Version"))
                .Select(project => project.Path),
        ];

        Assert.Empty(versions);
    }

    [Fact]
    public void PackageVersions_AreStatedOnceAndExactly()
    {
        XElement packages = XDocument.Load(Repository.Absolute("Directory.Packages.props")).Root!;
        (string Name, string Version)[] versions =
        [
            .. packages.Descendants("PackageVersion").Select(item => (item.Attribute("Include")!.Value, item.Attribute("Version")!.Value)),
        ];

        Assert.Equal("true", packages.Descendants("ManagePackageVersionsCentrally").Single().Value);
        Assert.Equal(versions.Length, versions.Select(version => version.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(versions, version => Assert.Matches(ExactVersion(), version.Version));
    }

    [Fact]
    public void UsedPackages_HaveAVersion()
    {
        XElement packages = XDocument.Load(Repository.Absolute("Directory.Packages.props")).Root!;

        Assert.Empty(Repository.Projects.SelectMany(project => project.PackageReferences)
            .Except(packages.Descendants("PackageVersion").Select(item => item.Attribute("Include")!.Value)));
    }

    [Fact]
    public void Repository_NamesNoPackageSource()
    {
        // Where packages come from is the machine's business: a lock file or a nuget.config would carry one machine's registry to all others.
        Assert.DoesNotContain(Repository.Files, file =>
            Path.GetFileName(file).Equals("nuget.config", StringComparison.OrdinalIgnoreCase)
            || Path.GetFileName(file).Equals("packages.lock.json", StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain(Repository.Projects, project => project.Property("RestoreSources") is not null);
    }

    [Fact]
    public void BannedSymbols_ArePresentAndWired()
    {
        string build = Repository.Text("Directory.Build.props");
        string banned = Repository.Text("BannedSymbols.txt");

        Assert.Contains("<PackageReference Include=\"Microsoft.CodeAnalysis.BannedApiAnalyzers\"", build, StringComparison.Ordinal);
        Assert.Contains("BannedSymbols.txt\"", build, StringComparison.Ordinal);
        Assert.Contains("<TreatWarningsAsErrors>true</TreatWarningsAsErrors>", build, StringComparison.Ordinal);
        Assert.Contains("dotnet_diagnostic.RS0030.severity = error", Repository.Text(".editorconfig"), StringComparison.Ordinal);
        foreach (string symbol in (string[])["System.DateTime.UtcNow", "System.DateTime.Now", "System.Threading.Thread.Sleep(", "System.Random.Shared", "System.Random.#ctor", "System.Guid.NewGuid"])
        {
            Assert.Contains(symbol, banned, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Suppressions_HaveAReasonOnTheirLine()
    {
        string[] silent =
        [
            .. Repository.Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal))
                .SelectMany(file => Repository.Text(file).Split('\n')
                    .Where(line => line.TrimStart().StartsWith("#pragma warning disable", StringComparison.Ordinal) && !line.Contains("//", StringComparison.Ordinal))
                    .Select(line => $"{file}: {line.Trim()}")),
        ];

        Assert.Empty(silent);
    }

    [Fact]
    public void Solution_HoldsEveryProjectAndNoOther()
    {
        IEnumerable<string> inSolution = ProjectInSolution().Matches(Repository.Text("Optimizer.sln"))
            .Select(match => match.Groups["path"].Value.Replace('\\', '/'));

        Assert.Equal(Repository.Projects.Select(project => project.Path), inSolution.Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"^\d+\.\d+\.\d+([.-][0-9A-Za-z.-]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ExactVersion();

    [GeneratedRegex("\"(?<path>[^\"]+\\.csproj)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex ProjectInSolution();
}
