namespace Optimizer.Simulation.Scenarios;

/// <summary>One thing that is wrong in a scenario file.</summary>
/// <param name="Line">Line in the file, from 1.</param>
/// <param name="Key">The key it concerns, as a path: <c>gpus[2].instances</c>.</param>
/// <param name="Expected">What was expected there, and what was found.</param>
public sealed record ScenarioError(int Line, string Key, string Expected)
{
    /// <inheritdoc/>
    public override string ToString() => $"line {Line}: {Key}: {Expected}";
}
