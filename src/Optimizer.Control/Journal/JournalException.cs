namespace Optimizer.Control.Journal;

/// <summary>The journal cannot be read or written: locked, full, damaged or not permitted. The message says which, where, and what to do.</summary>
public sealed class JournalException : Exception
{
    /// <summary>With a message.</summary>
    public JournalException(string message)
        : base(message)
    {
    }

    /// <summary>With a message and what caused it.</summary>
    public JournalException(string message, Exception inner)
        : base(message, inner)
    {
    }

    /// <summary>Without anything to say.</summary>
    public JournalException()
    {
    }
}
