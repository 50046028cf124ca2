using Optimizer.Model.Collections;

namespace Optimizer.Node.Holders;

/// <summary>Who holds a GPU or an instance.</summary>
/// <param name="Holders">The first <see cref="MostHolders"/>: by kind, then pid, then name.</param>
/// <param name="More">How many were left out.</param>
/// <param name="Blind">Why the open files could not be looked at, one sentence; null when they were. Blind, an empty list proves nothing.</param>
public sealed record HolderReport(ValueArray<Holder> Holders, int More, string? Blind)
{
    /// <summary>Holders named. Doubled, a refusal becomes a page that nobody reads.</summary>
    public const int MostHolders = 16;

    /// <summary>Nobody, as far as could be seen.</summary>
    public static HolderReport Nobody { get; } = new([], 0, null);

    /// <summary>Somebody was found.</summary>
    public bool IsHeld => !Holders.IsEmpty;

    /// <summary>All of it in one line, for the detail of a refusal.</summary>
    public string Describe()
    {
        string who = Holders.IsEmpty ? "no holder is visible" : string.Join("; ", Holders.Select(static holder => holder.Sentence.TrimEnd('.')));
        string more = More > 0 ? $"; and {More} more" : string.Empty;
        return Blind is null ? who + more : $"{who}{more}; {Blind.TrimEnd('.')}";
    }
}
