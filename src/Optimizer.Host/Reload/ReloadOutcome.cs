using System.Collections.Immutable;

namespace Optimizer.Host.Reload;

/// <summary>What a reload came to.</summary>
internal abstract record ReloadOutcome
{
    private ReloadOutcome()
    {
    }

    /// <summary>The files are legal and in force.</summary>
    /// <param name="Keys">Keys that changed and took effect, in the order of the table.</param>
    /// <param name="NeedRestart">Keys, and the declarations, that differ from what the daemon started with and wait for a restart.</param>
    public sealed record Applied(ImmutableArray<string> Keys, ImmutableArray<string> NeedRestart) : ReloadOutcome;

    /// <summary>Something is not legal; what was in force before still is.</summary>
    /// <param name="Problems">Everything wrong, one sentence each; never empty.</param>
    public sealed record Refused(ImmutableArray<string> Problems) : ReloadOutcome;
}
