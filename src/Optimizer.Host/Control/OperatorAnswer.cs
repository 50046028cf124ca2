namespace Optimizer.Host.Control;

/// <summary>What became of something an operator asked for.</summary>
/// <param name="Result">Whether it is done.</param>
/// <param name="Sentence">What is so now, or why not and what to do; one sentence for people.</param>
internal sealed record OperatorAnswer(OperatorResult Result, string Sentence)
{
    /// <summary>It is as asked, now or already before.</summary>
    public static OperatorAnswer Done(string sentence) => new(OperatorResult.Done, sentence);

    /// <summary>It cannot be done as things are.</summary>
    public static OperatorAnswer Refused(string sentence) => new(OperatorResult.Refused, sentence);

    /// <summary>There is no such plan or GPU.</summary>
    public static OperatorAnswer NotFound(string sentence) => new(OperatorResult.NotFound, sentence);
}
