namespace Optimizer.Control.Loop;

/// <summary>What is next for a plan in flight.</summary>
public abstract record FlightMove
{
    private FlightMove()
    {
    }

    /// <summary>Carry out a step.</summary>
    public sealed record Do(int Index) : FlightMove;

    /// <summary>Undo a step.</summary>
    public sealed record Undo(int Index) : FlightMove;

    /// <summary>Every step happened.</summary>
    public sealed record Commit : FlightMove;

    /// <summary>Everything that can be undone was.</summary>
    public sealed record Settle : FlightMove;
}
