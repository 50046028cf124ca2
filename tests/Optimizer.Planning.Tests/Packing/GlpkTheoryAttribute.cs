namespace Optimizer.Planning.Tests.Packing;

/// <summary>A theory that needs glpsol.</summary>
internal sealed class GlpkTheoryAttribute : TheoryAttribute
{
    public GlpkTheoryAttribute() => Skip = Glpk.ReasonToSkip;
}
