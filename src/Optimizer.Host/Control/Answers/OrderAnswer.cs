namespace Optimizer.Host.Control.Answers;

/// <summary>What became of an order.</summary>
/// <param name="Result"><c>done</c>, <c>refused</c> or <c>not_found</c>.</param>
/// <param name="Message">One sentence.</param>
internal sealed record OrderAnswer(string Result, string Message);
