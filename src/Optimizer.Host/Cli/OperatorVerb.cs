namespace Optimizer.Host.Cli;

/// <summary>What the running daemon is asked or told.</summary>
internal enum OperatorVerb
{
    /// <summary>The node at a glance.</summary>
    Status,

    /// <summary>The newest plan.</summary>
    Plan,

    /// <summary>One plan with everything that explains it.</summary>
    Explain,

    /// <summary>The plans before.</summary>
    History,

    /// <summary>Begin nothing from now on.</summary>
    Pause,

    /// <summary>Go on.</summary>
    Resume,

    /// <summary>Carry out a proposed plan.</summary>
    Approve,

    /// <summary>Use a quarantined GPU again.</summary>
    Release,
}
