using System.Collections.Immutable;
using System.Text;

namespace Optimizer.Workloads.Systemd;

/// <summary>Our drop-ins below systemd's volatile unit folder. They end with the boot, and so does every instance they speak of.</summary>
internal sealed class BindingDirectory(string root)
{
    private const string DropIn = "50-gpu-optimizer.conf";

    // systemd reads *.conf alone, so what lies beside it is ours.
    private const string Beside = "50-gpu-optimizer.state";
    private const string FolderSuffix = ".service.d";

    /// <summary>Where the drop-in of a unit lies.</summary>
    public string PathOf(string unit) => Path.Combine(root, unit + ".d", DropIn);

    /// <summary>All there are, by unit.</summary>
    public ImmutableArray<Binding> Read()
    {
        if (!Directory.Exists(root))
        {
            return [];
        }

        return
        [
            .. Directory.EnumerateDirectories(root, "*" + FolderSuffix)
                .Select(static folder => Path.GetFileName(folder)[..^".d".Length])
                .Order(StringComparer.Ordinal)
                .Select(Read)
                .OfType<Binding>(),
        ];
    }

    /// <summary>That of one unit; null when it has none.</summary>
    public Binding? Read(string unit)
    {
        string path = PathOf(unit);
        if (!File.Exists(path))
        {
            return null;
        }

        string text = File.ReadAllText(path);
        string beside = Path.Combine(root, unit + ".d", Beside);
        return new(unit, DropInText.Read(text), File.Exists(beside) ? MarksText.Read(File.ReadAllText(beside)) : new(), text);
    }

    /// <summary>Writes a drop-in, whole or not at all. Its marks are written first, so that a crash between them leaves no old marks on a new seat.</summary>
    public void Write(string unit, string text, BindingMarks marks)
    {
        Directory.CreateDirectory(Path.Combine(root, unit + ".d"));
        Mark(unit, marks);
        Replace(unit, DropIn, text);
    }

    /// <summary>Remembers how far a replica has come.</summary>
    public void Mark(string unit, BindingMarks marks) => Replace(unit, Beside, MarksText.Write(marks));

    /// <summary>Takes a drop-in away, and its folder when nothing else is in it.</summary>
    public void Remove(string unit)
    {
        string folder = Path.Combine(root, unit + ".d");
        foreach (string name in (string[])[DropIn, Beside, DropIn + ".new", Beside + ".new"])
        {
            File.Delete(Path.Combine(folder, name));
        }

        if (!Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private void Replace(string unit, string name, string text)
    {
        string path = Path.Combine(root, unit + ".d", name);
        string fresh = path + ".new";
        File.WriteAllText(fresh, text, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(fresh, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        }

        File.Move(fresh, path, overwrite: true);
    }
}
