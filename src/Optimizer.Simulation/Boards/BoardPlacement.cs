namespace Optimizer.Simulation.Boards;

/// <summary>A place where a GPU instance may sit: memory slices <c>[Start, Start + Size)</c>.</summary>
/// <param name="Start">First memory slice, from 0.</param>
/// <param name="Size">Number of memory slices, at least 1.</param>
public readonly record struct BoardPlacement(int Start, int Size)
{
    /// <summary>One past the last memory slice.</summary>
    public int End => Start + Size;

    /// <summary>Whether two placements share a memory slice, which is the only reason why two instances exclude each other.</summary>
    public bool Overlaps(BoardPlacement other) => Start < other.End && other.Start < End;
}
