namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>Where the tests and the product under test are.</summary>
internal static class TestTree
{
    /// <summary>The built executable, beside the tests.</summary>
    public static string Daemon { get; } = Path.Combine(AppContext.BaseDirectory, "gpu-optimizer.dll");

    /// <summary>The folder of reviewed files; found from the test's own assembly, because paths known to the compiler are mapped.</summary>
    public static string Golden { get; } = Path.Combine(FindProject(), "Golden");

    private static string FindProject()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Optimizer.EndToEnd.Tests.csproj")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("The tests must run from inside the source tree.");
    }
}
