using System.Globalization;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>Reads a folder of declarations: every <c>*.yaml</c>, all errors at once.</summary>
internal static class WorkloadDirectory
{
    /// <summary>Most files. A node runs tens of workloads; more files than this are another folder's.</summary>
    public const int MostFiles = 1000;

    /// <summary>Reads the folder. One that does not exist declares nothing: declarations are optional. Never throws.</summary>
    public static WorkloadsReading Load(string folder)
    {
        if (File.Exists(folder))
        {
            return Refused(folder, "this is a file, expected a folder");
        }

        string[] files;
        try
        {
            // Absolute or not, as the operator named it: errors show these paths.
            files = [.. Directory.EnumerateFiles(folder, "*.yaml").Take(MostFiles + 1).Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return new WorkloadsReading.Read([], 0);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refused(folder, $"the folder cannot be read: {failure.Message}");
        }

        if (files.Length > MostFiles)
        {
            return Refused(folder, string.Create(CultureInfo.InvariantCulture, $"the folder has more than {MostFiles} files *.yaml; is it the right one?"));
        }

        List<FileError> errors = [];
        SortedDictionary<string, (WorkloadDeclaration Declaration, string Place)> byName = new(StringComparer.Ordinal);
        foreach (string file in files)
        {
            FileErrors own = new(file);
            if (TextFile.Read(file, own) is string text)
            {
                foreach (WorkloadEntry entry in WorkloadFileReader.Read(text, own))
                {
                    string name = entry.Declaration.Name;
                    if (!byName.TryAdd(name, (entry.Declaration, string.Create(CultureInfo.InvariantCulture, $"{file}:{entry.At.Line}"))))
                    {
                        own.Add(entry.At, "name", $"{YamlScalar.Show(name)} is already declared in {byName[name].Place}; a name stands for one workload, rename or remove one of the two");
                    }
                }
            }

            errors.AddRange(own.ToSorted());
        }

        return errors.Count > 0
            ? new WorkloadsReading.Refused([.. errors])
            : new WorkloadsReading.Read(byName.Values.Select(static one => one.Declaration).ToValueArray(), files.Length);
    }

    private static WorkloadsReading.Refused Refused(string folder, string message) => new([new FileError(folder, YamlPosition.Start, "", message)]);
}
