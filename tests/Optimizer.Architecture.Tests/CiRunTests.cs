using System.Diagnostics;
using System.Runtime.Versioning;

namespace Optimizer.Architecture.Tests;

/// <summary>What CI calls a success, with the tools replaced by scripts: the SDK prints what the test gives it.</summary>
[SupportedOSPlatform("linux")]
public sealed class CiRunTests : IDisposable
{
    private const string Good = "Passed!  - Failed:     0, Passed:     3, Skipped:     0, Total:     3, Duration: 2 s - A.dll (net10.0)";

    private readonly string _root = Directory.CreateTempSubdirectory("gpu-optimizer-ci-").FullName;

    public CiRunTests()
    {
        Write(".ci/run", Repository.Text(".ci/run"));
        foreach (string project in (string[])["A", "B"])
        {
            Write($"tests/{project}/{project}.csproj", "");
            Write($"tests/{project}/Some.cs", "    [Fact]\n");
        }

        foreach (string tool in (string[])["prometheus", "promtool", "prometheus-alertmanager", "glpsol"])
        {
            Write($"tools/{tool}", "#!/bin/sh\n");
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(0, 6, "", Good, Good)]
    [InlineData(1, 3, "1 test assemblies reported, but 2 projects under tests/ have tests", Good)]
    [InlineData(1, 5, "1 tests were skipped", Good, "Passed!  - Failed:     0, Passed:     2, Skipped:     1, Total:     3, Duration: 2 s - B.dll (net10.0)")]
    [InlineData(1, 5, "", Good, "Failed!  - Failed:     1, Passed:     2, Skipped:     0, Total:     3, Duration: 2 s - B.dll (net10.0)")]
    public void Run_SucceedsOnlyWhenEveryTestThatExistsRanAndPassed(int code, int passed, string reason, params string[] assemblies)
    {
        (int actual, string output, string error) = Run(assemblies);

        Assert.Equal(code, actual);
        Assert.StartsWith($"{passed} passed, ", output.TrimEnd().Split('\n')[^1], StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_InstallationLeavesSomethingOut_NamesIt()
    {
        File.Delete(Path.Combine(_root, "tools", "prometheus-alertmanager"));
        Write("tools/apt-get", "#!/bin/sh\n");
        Write("tools/id", "#!/bin/sh\necho 0\n");

        (int code, _, string error) = Run([Good, Good]);

        Assert.Equal(1, code);
        Assert.Contains("but still missing: prometheus-alertmanager", error, StringComparison.Ordinal);
    }

    private (int Code, string Output, string Error) Run(string[] lines)
    {
        Write("tools/dotnet", $"#!/bin/sh\ncat <<'END'\n{string.Join('\n', lines)}\nEND\n");
        ProcessStartInfo start = new("bash", [Path.Combine(_root, ".ci", "run")]) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };

        // Only what the script needs of the machine: a real alertmanager must not stand in for the missing one.
        string tools = Path.Combine(_root, "tools");
        foreach (string tool in (string[])["dirname", "mktemp", "rm", "tee", "awk", "grep", "cat", "id", "sh"])
        {
            string? real = ((string[])["/usr/bin", "/bin"]).Select(folder => Path.Combine(folder, tool)).FirstOrDefault(File.Exists);
            if (real is not null && !File.Exists(Path.Combine(tools, tool)))
            {
                File.CreateSymbolicLink(Path.Combine(tools, tool), real);
            }
        }

        start.Environment["PATH"] = tools;
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
