namespace Optimizer.Planning.Tests.Explanations;

/// <summary>Compares a text with a reviewed file; UPDATE_GOLDEN=1 rewrites the file instead.</summary>
internal static class GoldenText
{
    public static void Matches(string name, string actual)
    {
        string path = Path.Combine(Root(), "tests", "Optimizer.Planning.Tests", "Explanations", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; make it with UPDATE_GOLDEN=1 and review it");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Optimizer.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not run inside the repository.");
    }
}
