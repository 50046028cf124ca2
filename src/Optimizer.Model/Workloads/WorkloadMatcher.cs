using System.Collections.Frozen;
using Optimizer.Model.Snapshots;

namespace Optimizer.Model.Workloads;

/// <summary>Finds the declaration of an observed workload. Immutable.</summary>
/// <remarks>
/// The most exact wins: a declaration whose host or own name is the observed one, then one of the unit, then one of the template the unit is an instance of.
/// Of two declarations equally exact the first by name (ordinal) wins, so the answer does not depend on the order of files.
/// </remarks>
public sealed class WorkloadMatcher
{
    private const string ServiceSuffix = ".service";

    private readonly FrozenDictionary<string, WorkloadDeclaration> _byName;
    private readonly FrozenDictionary<string, WorkloadDeclaration> _byUnit;

    /// <summary>Takes the declarations.</summary>
    public WorkloadMatcher(IEnumerable<WorkloadDeclaration> declarations)
    {
        WorkloadDeclaration[] ordered = [.. declarations.OrderBy(d => d.Name, StringComparer.Ordinal)];
        _byName = ordered.GroupBy(d => (d.Host as WorkloadHost.Observed)?.Name ?? d.Name, StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        _byUnit = ordered.Where(d => d.Host is WorkloadHost.Systemd)
            .GroupBy(d => FullUnit(((WorkloadHost.Systemd)d.Host!).Unit), StringComparer.Ordinal)
            .ToFrozenDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
    }

    /// <summary>The declaration of an observed workload; null when nobody declared it.</summary>
    public WorkloadDeclaration? Find(WorkloadUse use) => Find(use.Name, use.Kind);

    /// <summary>The declaration of a workload observed under a name; null when nobody declared it.</summary>
    /// <param name="observed">As in <see cref="WorkloadUse.Name"/>.</param>
    /// <param name="kind">What runs it: units are compared only where systemd does.</param>
    public WorkloadDeclaration? Find(string observed, WorkloadKind kind)
    {
        if (_byName.TryGetValue(observed, out WorkloadDeclaration? declared) || kind != WorkloadKind.Systemd)
        {
            return declared;
        }

        return _byUnit.TryGetValue(observed, out declared) || (Template(observed) is { } template && _byUnit.TryGetValue(template, out declared)) ? declared : null;
    }

    /// <summary><c>chat@1.service</c> is an instance of <c>chat@.service</c>; null when the unit is no instance.</summary>
    private static string? Template(string unit)
    {
        int at = unit.IndexOf('@', StringComparison.Ordinal);
        int dot = unit.LastIndexOf('.');
        return at > 0 && dot > at + 1 ? string.Concat(unit.AsSpan(0, at + 1), unit.AsSpan(dot)) : null;
    }

    private static string FullUnit(string unit) => unit.EndsWith(ServiceSuffix, StringComparison.Ordinal) ? unit : unit + ServiceSuffix;
}
