namespace Optimizer.Host.Control;

/// <summary>Whether what an operator asked for is done.</summary>
internal enum OperatorResult
{
    /// <summary>It is as asked, now or already before: asking twice does no harm.</summary>
    Done,

    /// <summary>It cannot be done as things are; nothing was changed.</summary>
    Refused,

    /// <summary>What it is about is not there.</summary>
    NotFound,
}
