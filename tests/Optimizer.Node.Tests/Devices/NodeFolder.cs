namespace Optimizer.Node.Tests.Devices;

/// <summary>A folder with a /proc and a /dev of its own, below the test's.</summary>
internal sealed class NodeFolder : IDisposable
{
    public NodeFolder(string name)
    {
        Root = Path.Combine(AppContext.BaseDirectory, "nodes", name);
        if (Directory.Exists(Root))
        {
            Directory.Delete(Root, recursive: true);
        }

        Directory.CreateDirectory(Proc);
        Directory.CreateDirectory(Dev);
    }

    public string Root { get; }

    public string Proc => Path.Combine(Root, "proc");

    public string Dev => Path.Combine(Root, "dev");

    public string Write(string path, string text = "")
    {
        string full = Path.Combine(Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
        return full;
    }

    /// <summary>A process with these files open.</summary>
    public void Open(uint pid, params string[] targets)
    {
        string folder = Path.Combine(Proc, pid.ToString(), "fd");
        Directory.CreateDirectory(folder);
        for (int number = 0; number < targets.Length; number++)
        {
            File.CreateSymbolicLink(Path.Combine(folder, number.ToString()), targets[number]);
        }
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
