namespace Optimizer.Host.Cli;

/// <summary>Exit codes of every verb; scripts rely on them.</summary>
internal static class ExitCode
{
    /// <summary>Done.</summary>
    public const int Ok = 0;

    /// <summary>Refused or failed; standard error says why.</summary>
    public const int Refused = 1;

    /// <summary>The command line is wrong.</summary>
    public const int Usage = 2;

    /// <summary>The daemon does not answer.</summary>
    public const int NotReachable = 3;
}
