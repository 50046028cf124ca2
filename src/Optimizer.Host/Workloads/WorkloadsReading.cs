using System.Collections.Immutable;
using Optimizer.Host.Yaml;
using Optimizer.Model.Collections;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>What reading the declarations came to.</summary>
internal abstract record WorkloadsReading
{
    private WorkloadsReading()
    {
    }

    /// <summary>Every file is legal.</summary>
    /// <param name="Declarations">By name (ordinal), each once.</param>
    /// <param name="Files">Files read.</param>
    public sealed record Read(ValueArray<WorkloadDeclaration> Declarations, int Files) : WorkloadsReading;

    /// <summary>Something is not legal; nothing is used.</summary>
    /// <param name="Errors">Everything wrong, by file and place; never empty.</param>
    public sealed record Refused(ImmutableArray<FileError> Errors) : WorkloadsReading;
}
