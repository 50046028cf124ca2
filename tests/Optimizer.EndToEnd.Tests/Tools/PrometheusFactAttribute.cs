namespace Optimizer.EndToEnd.Tests.Tools;

/// <summary>A fact that needs Prometheus and promtool: where they are missing it says so and does not run, unless they are required.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PrometheusFactAttribute : FactAttribute
{
    public PrometheusFactAttribute()
    {
        if (ExternalTools.ReasonToSkip is string reason)
        {
            Skip = reason;
        }
    }
}
