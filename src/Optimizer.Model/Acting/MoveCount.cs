namespace Optimizer.Model.Acting;

/// <summary>How often replicas were started, stopped or moved one way.</summary>
/// <param name="Kind"><c>start</c>, <c>stop</c> or <c>move</c>.</param>
/// <param name="Result"><c>success</c>, <c>failed</c>, <c>timed_out</c> or <c>refused</c>.</param>
/// <param name="Count">How often.</param>
public readonly record struct MoveCount(string Kind, string Result, long Count);
