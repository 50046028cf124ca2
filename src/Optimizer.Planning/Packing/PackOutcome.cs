namespace Optimizer.Planning.Packing;

/// <summary>What became of a packing.</summary>
public abstract record PackOutcome
{
    private PackOutcome()
    {
    }

    /// <summary>Every request has its place.</summary>
    /// <param name="Result">The GPUs.</param>
    public sealed record Packed(PackResult Result) : PackOutcome;

    /// <summary>The requests cannot be packed as they are.</summary>
    /// <param name="Sentence">What is wrong, what was seen, what is legal.</param>
    public sealed record Refused(string Sentence) : PackOutcome;
}
