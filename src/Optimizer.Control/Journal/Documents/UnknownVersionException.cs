namespace Optimizer.Control.Journal.Documents;

/// <summary>A document is whole, and of a version this program does not read: another release wrote it. Nothing is damaged.</summary>
public sealed class UnknownVersionException : FormatException
{
    /// <summary>With a message that says which version was found and which is read.</summary>
    public UnknownVersionException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public UnknownVersionException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without anything to say.</summary>
    public UnknownVersionException()
    {
    }
}
