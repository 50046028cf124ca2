using System.Globalization;
using System.Text;

namespace Optimizer.Host.Forecasting;

/// <summary>
/// A file that appears whole or not at all: written beside its place and renamed into it. Only names the operator wrote are written to: a symbolic link in their
/// place would choose the file instead, and whoever may write into a shared folder can plant one.
/// </summary>
internal sealed class OutputFile
{
    // Another process of the same number, in another container, may have left its own behind.
    private const int MostTries = 16;

    private const UnixFileMode Rights = (UnixFileMode)0b111_111_111;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    private static int s_opened;

    private readonly string _path;
    private readonly string _full;
    private readonly string _unfinished;
    private readonly bool _replaces;

    private OutputFile(string path, string unfinished)
    {
        (_path, _full, _unfinished) = (path, Path.GetFullPath(path), unfinished);
        _replaces = File.Exists(_full);
    }

    /// <summary>Why something cannot be written there, one sentence each. Asked before the work whose results go there.</summary>
    /// <param name="paths">Where the files are to be.</param>
    /// <param name="inputs">Files that must not be overwritten.</param>
    public static IReadOnlyList<string> Explain(IEnumerable<string> paths, IEnumerable<string> inputs)
    {
        HashSet<string> read = [.. inputs.Select(RealPath.Of)];
        HashSet<string> written = new(StringComparer.Ordinal);
        List<string> problems = [];
        foreach (string path in paths)
        {
            string real = RealPath.Of(path);
            string? problem = Explain(path)
                ?? (read.Contains(real) ? $"{path}: this is the input; writing there would destroy it, name another file" : null)
                ?? (written.Add(real) ? null : $"{path}: two results would be written to this file and one would destroy the other; name a file for each");
            if (problem is not null)
            {
                problems.Add(problem);
            }
        }

        return problems;
    }

    /// <summary>Writes a file.</summary>
    /// <returns>Why it could not be written, or null. The place then holds what it held before.</returns>
    public static string? Write(string path, Action<TextWriter> content) => WriteAll((path, content));

    /// <summary>Writes files that belong together: each is finished before the first appears.</summary>
    /// <returns>Why they could not be written, or null. Their places then hold what they held before, but for those already replaced when the last rename failed.</returns>
    public static string? WriteAll(params IReadOnlyList<(string Path, Action<TextWriter> Content)> files)
    {
        List<OutputFile> unfinished = [], moved = [];
        string at = "";
        bool done = false;
        try
        {
            foreach ((string path, Action<TextWriter> content) in files)
            {
                at = path;
                if (Explain(path) is string problem)
                {
                    return problem;
                }

                using FileStream stream = Open(path);
                unfinished.Add(new OutputFile(path, stream.Name));
                KeepRights(path, stream);
                using StreamWriter writer = new(stream, Utf8);
                content(writer);
            }

            foreach (OutputFile file in unfinished)
            {
                at = file._path;
                if (Explain(at) is string changed)
                {
                    return changed; // since it was asked first
                }

                File.Move(file._unfinished, file._full, overwrite: true);
                moved.Add(file);
            }

            done = true;
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return $"{at}: cannot be written: {failure.Message}";
        }
        finally
        {
            // Whatever it was, also what the content threw: nothing half done is left behind.
            if (!done)
            {
                unfinished.ForEach(static file => Remove(file._unfinished));
                moved.Where(static file => !file._replaces).ToList().ForEach(static file => Remove(file._full));
            }
        }
    }

    private static string? Explain(string path)
    {
        string full = Path.GetFullPath(path);
        if (new FileInfo(full).LinkTarget is string target)
        {
            return $"{path}: this is a symbolic link to {target}; name the file it points to, or remove the link";
        }

        if (Directory.Exists(full))
        {
            return $"{path}: this is a folder; name a file in it";
        }

        string folder = Path.GetDirectoryName(full) ?? "/";
        if (!Directory.Exists(folder))
        {
            return $"{path}: the folder {folder} does not exist; make it first";
        }

        // Renaming over a device, a pipe or a socket would replace it.
        return File.Exists(full) && (full.StartsWith("/dev/", StringComparison.Ordinal) || !IsPlain(full))
            ? $"{path}: this is not a plain file; name one that can be replaced"
            : null;
    }

    private static bool IsPlain(string full)
    {
        try
        {
            // Nothing is read or written. Opened for both, a pipe does not wait for its other end; what cannot seek is no file (pipe(7), fifo(7)).
            using FileStream file = new(full, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.CanSeek;
        }
        catch (UnauthorizedAccessException)
        {
            return true; // read-only: whether it may be replaced is its folder's matter
        }
        catch (IOException)
        {
            return false; // a socket
        }
    }

    /// <summary>Makes the unfinished file. The name is new by the system's own word: a file or link planted under it is never opened.</summary>
    private static FileStream Open(string path)
    {
        string full = Path.GetFullPath(path);
        for (int tried = 1; ; tried++)
        {
            string unfinished = string.Create(CultureInfo.InvariantCulture, $"{full}.{Environment.ProcessId}.{Interlocked.Increment(ref s_opened)}.tmp");
            try
            {
                return new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            }
            catch (IOException) when (tried < MostTries && Path.Exists(unfinished))
            {
                // Somebody's file; the next number is free.
            }
        }
    }

    private static void KeepRights(string replaced, FileStream unfinished)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(replaced))
        {
            File.SetUnixFileMode(unfinished.SafeFileHandle, File.GetUnixFileMode(replaced) & Rights);
        }
    }

    private static void Remove(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What kept it from being written keeps it from being removed; the message says what that is.
        }
    }
}
