namespace Optimizer.Workloads.Tests.Systemd;

/// <summary>Compares a text with a reviewed file; UPDATE_GOLDEN=1 rewrites the file instead.</summary>
internal static class GoldenText
{
    public static void Matches(string name, string actual)
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Optimizer.Workloads.Tests.csproj")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The test project's folder was not found.");
        }

        string path = Path.Combine(folder, "Systemd", "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(File.Exists(path), $"{path} is missing; make it with UPDATE_GOLDEN=1 and review it");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
