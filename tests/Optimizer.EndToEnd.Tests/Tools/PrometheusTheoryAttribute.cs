namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>A theory under the conditions of <see cref="PrometheusFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusTheoryAttribute : TheoryAttribute
{
    public PrometheusTheoryAttribute()
    {
        if (ExternalTools.ReasonToSkip is string reason)
        {
            Skip = reason;
        }
    }
}
