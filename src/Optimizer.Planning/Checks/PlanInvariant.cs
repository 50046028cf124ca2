namespace Optimizer.Planning.Checks;

/// <summary>One rule every plan keeps; <see cref="PlanCheck.Invariants"/> lists them all.</summary>
public sealed class PlanInvariant
{
    private readonly Func<PlanCase, IEnumerable<Finding>> _find;

    internal PlanInvariant(string name, string sentence, Func<PlanCase, IEnumerable<Finding>> find)
    {
        Name = name;
        Sentence = sentence;
        _find = find;
    }

    /// <summary>Stable name, for tests, logs and metrics, for example <c>layout-legal</c>.</summary>
    public string Name { get; }

    /// <summary>What holds, in one sentence.</summary>
    public string Sentence { get; }

    /// <summary>Name and sentence.</summary>
    public override string ToString() => $"{Name}: {Sentence}";

    /// <summary>Where a plan breaks it.</summary>
    internal IEnumerable<PlanViolation> Violations(PlanCase plan) =>
        _find(plan).Select(finding => new PlanViolation(Name, finding.Subject, finding.Sentence));
}
