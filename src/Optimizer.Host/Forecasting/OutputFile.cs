using System.Globalization;
using System.Text;

namespace Optimizer.Host.Forecasting;

/// <summary>A file that appears whole or not at all: written beside its place and renamed into it.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Why nothing can be written there, or null. Asked before the work whose result goes there.</summary>
    /// <param name="path">Where the file is to be.</param>
    /// <param name="inputs">Files that must not be overwritten.</param>
    public static string? Explain(string path, params IEnumerable<string> inputs)
    {
        if (Directory.Exists(path))
        {
            return $"{path}: this is a folder; name a file in it";
        }

        string full = Target(path);
        string folder = Path.GetDirectoryName(full) ?? "/";
        if (!Directory.Exists(folder))
        {
            return $"{path}: the folder {folder} does not exist; make it first";
        }

        if (inputs.Any(input => string.Equals(Target(input), full, StringComparison.Ordinal)))
        {
            return $"{path}: this is the input; writing there would destroy it, name another file";
        }

        // Renaming over a device or a pipe would replace it.
        FileAttributes attributes = File.Exists(full) ? File.GetAttributes(full) : FileAttributes.Normal;
        return attributes.HasFlag(FileAttributes.Device) || (File.Exists(full) && full.StartsWith("/dev/", StringComparison.Ordinal))
            ? $"{path}: this is not a plain file; name one that can be replaced"
            : null;
    }

    /// <summary>Writes the file.</summary>
    /// <returns>Why it could not be written, or null. The place then holds what it held before.</returns>
    public static string? Write(string path, Action<TextWriter> content)
    {
        string target = Target(path);
        string unfinished = string.Create(CultureInfo.InvariantCulture, $"{target}.{Environment.ProcessId}.tmp");
        try
        {
            using (StreamWriter writer = new(unfinished, append: false, Utf8))
            {
                content(writer);
            }

            File.Move(unfinished, target, overwrite: true);
            return null;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            Remove(unfinished);
            return $"{path}: cannot be written: {failure.Message}";
        }
    }

    /// <summary>The file itself where the path is a link to it: a rename would replace the link.</summary>
    private static string Target(string path)
    {
        string full = Path.GetFullPath(path);
        try
        {
            return File.ResolveLinkTarget(full, returnFinalTarget: true)?.FullName ?? full;
        }
        catch (IOException)
        {
            return full; // not there yet, or a link in a circle, which writing then explains
        }
    }

    private static void Remove(string unfinished)
    {
        try
        {
            File.Delete(unfinished);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // What kept it from being written keeps it from being removed; the message above says what that is.
        }
    }
}
