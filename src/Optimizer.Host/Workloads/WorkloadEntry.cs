using Optimizer.Host.Yaml;
using Optimizer.Model.Workloads;

namespace Optimizer.Host.Workloads;

/// <summary>A declaration and where it is written.</summary>
/// <param name="Declaration">The declaration.</param>
/// <param name="At">Where its name is.</param>
internal readonly record struct WorkloadEntry(WorkloadDeclaration Declaration, YamlPosition At);
