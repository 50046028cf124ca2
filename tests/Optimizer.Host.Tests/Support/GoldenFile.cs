namespace Optimizer.Host.Tests.Support;

/// <summary>Compares a text with a reviewed file; UPDATE_GOLDEN=1 rewrites the file instead.</summary>
internal static class GoldenFile
{
    public static void Matches(string name, string actual) =>
        MatchesPath(Path.Combine(Repository.Root, "tests", "Optimizer.Host.Tests", "Golden", name), actual);

    public static void MatchesPath(string path, string actual)
    {
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; make it with UPDATE_GOLDEN=1 and review it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
