using System.Collections.Immutable;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>The declarations in force: the last set that was legal as a whole. Thread-safe.</summary>
/// <param name="folder">The folder they are read from.</param>
/// <param name="started">What was read at start.</param>
internal sealed class WorkloadStore(string folder, WorkloadsReading.Read started)
{
    private WorkloadsReading.Read _current = started;

    /// <summary>The declarations, by name.</summary>
    public ValueArray<WorkloadDeclaration> Current => Volatile.Read(ref _current).Declarations;

    /// <summary>Reads the folder again. Errors, which leave in force what was; empty when the new set is.</summary>
    public ImmutableArray<FileError> Reload()
    {
        switch (WorkloadDirectory.Load(folder))
        {
            case WorkloadsReading.Read read:
                Volatile.Write(ref _current, read);
                return [];
            case WorkloadsReading.Refused refused:
                return refused.Errors;
            default:
                throw new InvalidOperationException("unhandled reading");
        }
    }
}
