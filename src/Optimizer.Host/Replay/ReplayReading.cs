namespace Optimizer.Host.Replay;

/// <summary>What reading the three files came to.</summary>
internal abstract record ReplayReading
{
    private ReplayReading()
    {
    }

    /// <summary>They are legal and fit each other.</summary>
    public sealed record Read(ReplayInputs Inputs) : ReplayReading;

    /// <summary>They are not.</summary>
    /// <param name="Problems">Everything wrong, in the order of the files; never empty.</param>
    public sealed record Refused(IReadOnlyList<string> Problems) : ReplayReading;
}
