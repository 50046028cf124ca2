namespace Optimizer.Model.Acting;

/// <summary>How often plans ended one way.</summary>
/// <param name="Kind"><c>reshape</c>, <c>mode_change</c>, <c>placement</c> (replicas only) or <c>restore</c>.</param>
/// <param name="Result"><c>success</c>, <c>rolled_back</c>, <c>failed</c> or <c>aborted</c>.</param>
/// <param name="Count">How often.</param>
public readonly record struct RepartitionCount(string Kind, string Result, long Count);
